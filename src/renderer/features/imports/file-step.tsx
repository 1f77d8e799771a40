/** Step 1: a file is dropped, chosen, or taken from the sample session, handed over and inspected. */
import { Button, Group, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileImport, IconSparkles } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ImportSource, Inspection } from '../../../shared/contract/imports.ts';
import { importWords } from '../../messages/imports.ts';
import { useProgram } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useSearchValue } from '../../ui/hash-location.ts';
import { ThinBar } from '../../ui/progress-bar.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { EarlierImports } from './earlier-imports.tsx';
import classes from './import.module.css';
import { uploadFile } from './upload.ts';

interface Upload {
  readonly name: string;
  readonly done: number;
  readonly size: number;
}

export function FileStep({
  onInspected,
}: {
  readonly onInspected: (source: ImportSource, inspection: Inspection) => void;
}) {
  const { client } = useProgram();
  const format = useFormat();
  const [upload, setUpload] = useState<Upload | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [sample, setSample] = useSearchValue('sample');
  const leaving = useRef(new AbortController());
  const choose = useRef<() => void>(null);
  useEffect(() => {
    const here = new AbortController();
    leaving.current = here;
    return () => here.abort();
  }, []);

  const take = async (name: string, size: number, source: () => Promise<ImportSource>) => {
    setError(null);
    setUpload({ name, done: 0, size });
    const { signal } = leaving.current;
    try {
      const from = await source();
      const inspection = await client.imports.inspect({ source: from }, { signal });
      if (!signal.aborted) onInspected(from, inspection);
    } catch (cause) {
      if (!signal.aborted) setError(cause);
    } finally {
      if (!signal.aborted) setUpload(null);
    }
  };
  const takeFile = (file: File) =>
    take(file.name, file.size, async () => ({
      kind: 'upload',
      uploadId: await uploadFile(
        file,
        client.imports.upload,
        (done) => setUpload({ name: file.name, done, size: file.size }),
        leaving.current.signal,
      ),
    }));
  const takeSample = () =>
    take('results.csv', 0, async () => ({ kind: 'sample', name: 'results.csv' }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address asks once
  useEffect(() => {
    if (sample === '') return;
    setSample('');
    void takeSample();
  }, [sample]);

  return (
    <>
      {error !== null && (
        <div className={classes.above}>
          <ErrorPanel error={error} />
        </div>
      )}
      <Dropzone
        onDrop={([file]) => {
          if (file) void takeFile(file);
        }}
        onReject={() => {}}
        multiple={false}
        openRef={choose}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        disabled={upload !== null}
        className={classes.drop ?? ''}
        tabIndex={-1}
        inputProps={{ 'aria-label': importWords.choose }}
      >
        <IconFileImport size={30} stroke={1.4} aria-hidden="true" className={classes.dropIcon} />
        <h2>{importWords.drop}</h2>
        <Text size="sm" c="dimmed" maw={520} ta="center">
          {importWords.dropText}
        </Text>
        {upload ? (
          <div className={classes.upload} aria-live="polite">
            <span>{importWords.uploading(upload.name)}</span>
            <ThinBar
              value={upload.size === 0 ? null : upload.done / upload.size}
              label={importWords.uploading(upload.name)}
            />
            {upload.size > 0 && (
              <span className="ed-dim">
                {importWords.uploaded(format.bytes(upload.done), format.bytes(upload.size))}
              </span>
            )}
          </div>
        ) : (
          <Group mt="md" gap="xs">
            <Button onClick={() => choose.current?.()}>{importWords.choose}</Button>
            <Button
              variant="default"
              leftSection={<IconSparkles size={14} aria-hidden="true" />}
              onClick={() => void takeSample()}
            >
              {importWords.sample}
            </Button>
          </Group>
        )}
        {!upload && (
          <Text size="xs" c="dimmed" mt={8}>
            {importWords.sampleText}
          </Text>
        )}
      </Dropzone>
      <EarlierImports />
    </>
  );
}
