/** Looks at a picture before anything decodes it: kind, size in pixels, and whether it is a bomb. */
import { inflateSync } from 'node:zlib';
import { AppError } from '../../../../shared/errors.ts';

export interface ImageInfo {
  readonly kind: 'PNG' | 'JPEG';
  readonly width: number;
  readonly height: number;
}

export const largestImageBytes = 20 * 1024 * 1024;
const mostPixels = 40_000_000;
const pngSignature = '89504e470d0a1a0a';

/** Reads the header, and for PNG makes sure that the data unpack to what the header says. Throws `invalid_input`. */
export function inspectImage(bytes: Buffer, where: string): ImageInfo {
  const refuse = (why: string): AppError =>
    new AppError(
      'invalid_input',
      `${where}: ${why}. Use a PNG or JPEG picture of at most 40 megapixels and 20 MB.`,
    );
  if (bytes.length > largestImageBytes) throw refuse('the picture file is larger than 20 MB');
  const info = bytes.toString('hex', 0, 8) === pngSignature ? pngInfo(bytes) : jpegInfo(bytes);
  if (!info) throw refuse('the file is not a PNG or JPEG picture, or it is damaged');
  if (info.width === 0 || info.height === 0) throw refuse('the picture has no size');
  if (info.width * info.height > mostPixels)
    throw refuse(`the picture is ${info.width} x ${info.height} pixels`);
  if (info.kind === 'PNG') checkPngData(bytes, info, refuse);
  return info;
}

function pngInfo(bytes: Buffer): ImageInfo | undefined {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { kind: 'PNG', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Walks the chunks and unpacks the picture data with a limit: a few kilobytes can hold gigabytes. */
function checkPngData(bytes: Buffer, info: ImageInfo, refuse: (why: string) => AppError): void {
  const channels = [1, 0, 3, 1, 2, 0, 4][bytes[25] ?? 1] ?? 0;
  const depth = bytes[24] ?? 8;
  const expected = (Math.ceil((info.width * channels * depth) / 8) + 1) * info.height;
  const chunks: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) throw refuse('the picture file is cut off');
    if (type === 'IDAT') chunks.push(bytes.subarray(at + 8, at + 8 + length));
    if (type === 'IEND') break;
    at += 12 + length;
  }
  try {
    // Interlaced pictures carry a filter byte for each row of each of seven passes.
    const limit = expected + info.height * 2 + 64;
    const data = inflateSync(Buffer.concat(chunks), { maxOutputLength: limit });
    if (data.length < expected) throw new Error('short');
  } catch {
    throw refuse('the picture data do not match the size in the header');
  }
}

function jpegInfo(bytes: Buffer): ImageInfo | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame)
      return {
        kind: 'JPEG',
        width: bytes.readUInt16BE(at + 7),
        height: bytes.readUInt16BE(at + 5),
      };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
