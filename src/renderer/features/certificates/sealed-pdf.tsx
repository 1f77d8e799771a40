/** Fetches the sealed PDF of one certificate, shows it, and hands out a copy. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { lazy, Suspense, useMemo } from 'react';
import { certificateWords } from '../../messages/certificates.ts';
import { useFetched } from '../../program/use-program.ts';
import { bytesFromBase64 } from '../../ui/base64.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';

const PdfPreview = lazy(async () => ({
  default: (await import('./pdf-preview.tsx')).PdfPreview,
}));

export function SealedPdf({ id, number }: { readonly id: number; readonly number: string }) {
  const { value, error, reload } = useFetched(`pdf-${id}`, [], ({ client }, signal) =>
    client.certificates.pdf({ id }, { signal }),
  );
  const bytes = useMemo(() => (value ? bytesFromBase64(value.base64) : null), [value]);
  if (error !== undefined) return <ErrorPanel error={error} onRetry={reload} />;
  if (!value || !bytes) return <p className="ed-dim">{certificateWords.previewLoading}</p>;
  return (
    <>
      <Suspense fallback={<p className="ed-dim">{certificateWords.previewLoading}</p>}>
        <PdfPreview bytes={bytes} name={number} />
      </Suspense>
      <Button
        mt={8}
        variant="subtle"
        size="compact-xs"
        leftSection={<IconDownload size={14} aria-hidden="true" />}
        onClick={() => save(bytes, value.name)}
      >
        {certificateWords.download}
      </Button>
    </>
  );
}

function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
