/** Step 2: which column is what, and how numbers and dates are read; then the check starts. */
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReadingOptions } from '../../../shared/completion-event.ts';
import type { ImportSource, Inspection } from '../../../shared/contract/imports.ts';
import { importWords } from '../../messages/imports.ts';
import { useProgram } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { isZone } from '../../ui/format.ts';
import { ScrollPage } from '../../ui/scroll-page.tsx';
import { useFormat } from '../../ui/use-format.ts';
import classes from './import.module.css';
import { doubledColumns, missingFields, unusedColumns } from './mapping.ts';
import { MappingTable } from './mapping-table.tsx';

export function MapStep({
  source,
  inspection,
  onAnother,
  onChecked,
}: {
  readonly source: ImportSource;
  readonly inspection: Inspection;
  readonly onAnother: () => void;
  readonly onChecked: (importId: number) => void;
}) {
  const { client, freshness } = useProgram();
  const [mapping, setMapping] = useState(inspection.mapping);
  const [reading, setReading] = useState<ReadingOptions>(inspection.reading);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const missing = missingFields(mapping);
  const doubled = doubledColumns(mapping);
  const zoneKnown = isZone(reading.zone);
  const unused = unusedColumns(inspection.header, mapping);
  const ready = missing.length === 0 && doubled.length === 0 && zoneKnown;
  const check = async () => {
    setBusy(true);
    setError(null);
    try {
      const { importId } = await client.imports.check({ source, mapping, reading });
      freshness.touch('imports', 'tasks', 'office');
      onChecked(importId);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <>
      <ScrollPage label={importWords.mapTitle}>
        <div className={classes.content}>
          <FileFacts inspection={inspection} />
          <div className={classes.mapHead}>
            <h2>{importWords.mapTitle}</h2>
            <p className="ed-dim">
              {importWords.mapText(
                inspection.header.length - unused.length,
                inspection.header.length,
              )}
            </p>
          </div>
          <MappingTable inspection={inspection} mapping={mapping} onChange={setMapping} />
          {unused.length > 0 && <p className="ed-dim">{importWords.unused(unused.join(', '))}</p>}
          <h2>{importWords.reading}</h2>
          <Group align="flex-start" mt={8}>
            <TextInput
              label={importWords.zone}
              value={reading.zone}
              error={zoneKnown ? false : importWords.zoneWrong}
              onChange={(event) => setReading({ ...reading, zone: event.currentTarget.value })}
              w={300}
            />
            <NativeSelect
              label={importWords.dateOrder}
              value={reading.dateOrder ?? ''}
              onChange={(event) => setReading(withOrder(reading, event.currentTarget.value))}
              data={[
                { value: '', label: importWords.dateOrders.none },
                { value: 'dmy', label: importWords.dateOrders.dmy },
                { value: 'mdy', label: importWords.dateOrders.mdy },
              ]}
              w={220}
            />
          </Group>
          {error !== null && (
            <div className={classes.above}>
              <ErrorPanel error={error} />
            </div>
          )}
        </div>
      </ScrollPage>
      <div className={classes.doItBar}>
        <Button variant="default" onClick={onAnother}>
          {importWords.another}
        </Button>
        <span className={classes.doItText} aria-live="polite">
          {missing.length > 0
            ? importWords.missingFields(
                missing.map((field) => importWords.fields[field]).join(', '),
              )
            : doubled[0] !== undefined
              ? importWords.twice(doubled[0])
              : importWords.checkText}
        </span>
        <Button size="sm" onClick={() => void check()} disabled={!ready} loading={busy}>
          {importWords.check}
        </Button>
      </div>
    </>
  );
}

function withOrder({ zone }: ReadingOptions, order: string): ReadingOptions {
  return order === 'dmy' || order === 'mdy' ? { zone, dateOrder: order } : { zone };
}

function FileFacts({ inspection }: { readonly inspection: Inspection }) {
  const format = useFormat();
  const { delimiter } = inspection;
  return (
    <section className={`ed-card ${classes.fileFacts}`}>
      <Facts of={[[importWords.file, <strong key="file">{inspection.file}</strong>]]} />
      <Facts of={[[importWords.size, format.bytes(inspection.size)]]} />
      <Facts of={[[importWords.encoding, inspection.encoding]]} />
      <Facts
        of={[
          [
            importWords.delimiter,
            delimiter === null
              ? importWords.jsonl
              : (importWords.delimiters[delimiter] ?? delimiter),
          ],
        ]}
      />
    </section>
  );
}
