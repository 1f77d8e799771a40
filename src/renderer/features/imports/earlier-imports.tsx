/** The imports so far, newest first, each with a link to where it stands. */
import { Table } from '@mantine/core';
import { Link } from 'wouter';
import { importWords } from '../../messages/imports.ts';
import { useFetched } from '../../program/use-program.ts';
import { Ago } from '../../ui/time.tsx';
import { useFormat } from '../../ui/use-format.ts';
import classes from './import.module.css';

const shown = 20;

export function EarlierImports() {
  const format = useFormat();
  const { value } = useFetched('imports', ['imports'], ({ client }, signal) =>
    client.imports.list({ limit: shown }, { signal }),
  );
  if (!value) return null;
  return (
    <section className={classes.earlier}>
      <h2>{importWords.earlier}</h2>
      {value.rows.length === 0 ? (
        <p className="ed-dim">{importWords.noEarlier}</p>
      ) : (
        <div className="ed-card ed-table">
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{importWords.file}</Table.Th>
                <Table.Th>{importWords.started}</Table.Th>
                <Table.Th ta="right">{importWords.classes.new}</Table.Th>
                <Table.Th ta="right">{importWords.classes.changed}</Table.Th>
                <Table.Th ta="right">{importWords.classes.unchanged}</Table.Th>
                <Table.Th ta="right">{importWords.classes.conflicting}</Table.Th>
                <Table.Th ta="right">{importWords.classes.invalid}</Table.Th>
                <Table.Th>{importWords.state}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {value.rows.map((row) => (
                <Table.Tr key={row.id}>
                  <Table.Td>
                    <Link href={`/completions/import/${row.id}`} className="ed-link">
                      {row.file}
                    </Link>
                  </Table.Td>
                  <Table.Td className="ed-dim">
                    <Ago at={row.createdAt} />
                  </Table.Td>
                  <Table.Td ta="right">{format.number(row.counts.new)}</Table.Td>
                  <Table.Td ta="right">{format.number(row.counts.changed)}</Table.Td>
                  <Table.Td ta="right">{format.number(row.counts.unchanged)}</Table.Td>
                  <Table.Td ta="right">{format.number(row.counts.conflicting)}</Table.Td>
                  <Table.Td ta="right">{format.number(row.counts.invalid)}</Table.Td>
                  <Table.Td>{importWords.states[row.state]}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}
