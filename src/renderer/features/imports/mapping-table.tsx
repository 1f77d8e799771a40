/** The mapping form: one line a field, with its column, where the choice comes from, and what stands there. */
import { NativeSelect, Table } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconHandClick,
  IconHelp,
  IconHistory,
} from '@tabler/icons-react';
import type { ColumnMapping, ImportField } from '../../../shared/completion-event.ts';
import type { Inspection } from '../../../shared/contract/imports.ts';
import { importWords } from '../../messages/imports.ts';
import { State } from '../../ui/states.tsx';
import classes from './import.module.css';
import { formOrder, isRequired, type Origin, originOf, withColumn } from './mapping.ts';

const examplesShown = 3;

export function MappingTable({
  inspection,
  mapping,
  onChange,
}: {
  readonly inspection: Inspection;
  readonly mapping: ColumnMapping;
  readonly onChange: (mapping: ColumnMapping) => void;
}) {
  const examples = (column: string | undefined): string => {
    const at = column === undefined ? -1 : inspection.header.indexOf(column);
    if (at < 0) return '';
    return inspection.firstRows
      .map((row) => row[at] ?? '')
      .filter((value) => value !== '')
      .slice(0, examplesShown)
      .join(' · ');
  };
  return (
    <div className={`ed-card ed-table ${classes.mapping}`}>
      <Table verticalSpacing={3} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="26%">{importWords.field}</Table.Th>
            <Table.Th w="25%">{importWords.column}</Table.Th>
            <Table.Th w="14%">{importWords.origin}</Table.Th>
            <Table.Th>{importWords.example}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {formOrder(inspection.mapping).map((field) => (
            <Table.Tr key={field}>
              <Table.Th scope="row" fw={isRequired(field) ? 600 : 400}>
                {importWords.fields[field]}
                {isRequired(field) && (
                  <span className={`ed-dim ${classes.required}`}> · {importWords.required}</span>
                )}
              </Table.Th>
              <Table.Td>
                <NativeSelect
                  aria-label={importWords.fields[field]}
                  value={mapping[field] ?? ''}
                  onChange={(event) =>
                    onChange(withColumn(mapping, field, event.currentTarget.value || undefined))
                  }
                  data={[
                    { value: '', label: importWords.notRead },
                    ...inspection.header.map((column) => ({ value: column, label: column })),
                  ]}
                />
              </Table.Td>
              <Table.Td>
                <OriginMark field={field} origin={originOf(field, mapping, inspection)} />
              </Table.Td>
              <Table.Td className={`ed-dim ${classes.example}`}>
                {examples(mapping[field])}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const looks = {
  certain: { icon: IconCheck, tone: 'good' },
  remembered: { icon: IconHistory, tone: 'good' },
  guess: { icon: IconHelp, tone: 'warn' },
  byHand: { icon: IconHandClick, tone: 'busy' },
} as const satisfies Record<Origin, unknown>;

function OriginMark({
  field,
  origin,
}: {
  readonly field: ImportField;
  readonly origin: Origin | null;
}) {
  if (origin !== null) return <State {...looks[origin]} word={importWords[origin]} />;
  return isRequired(field) ? (
    <State icon={IconAlertTriangle} tone="bad" word={importWords.missing} />
  ) : null;
}
