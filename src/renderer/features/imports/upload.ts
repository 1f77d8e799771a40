/** Hands a file of this machine over to the program, a part at a time, so that its size does not matter. */
import type { AppClient } from '../../../shared/contract/index.ts';
import { base64FromBytes } from '../../ui/base64.ts';

/** The largest part the contract takes. */
const partBytes = 1_048_576;

export interface UploadableFile {
  readonly name: string;
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Answers the upload's id. An empty file is handed over too: the program says what is wrong with it. */
export async function uploadFile(
  file: UploadableFile,
  upload: AppClient['imports']['upload'],
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  let uploadId: string | undefined;
  let offset = 0;
  do {
    signal.throwIfAborted();
    const end = Math.min(file.size, offset + partBytes);
    const bytes = new Uint8Array(await file.slice(offset, end).arrayBuffer());
    const answer = await upload(
      {
        name: file.name.slice(-255),
        offset,
        base64: base64FromBytes(bytes),
        ...(uploadId === undefined ? {} : { uploadId }),
      },
      { signal },
    );
    uploadId = answer.uploadId;
    offset = end;
    onProgress(offset);
  } while (offset < file.size);
  return uploadId;
}
