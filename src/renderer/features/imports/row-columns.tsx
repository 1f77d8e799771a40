/** The columns of the rows under review. */
import type { ImportField } from '../../../shared/completion-event.ts';
import type { ImportRow } from '../../../shared/contract/imports.ts';
import { importWords } from '../../messages/imports.ts';
import { RowClassMark } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { Dash } from '../../ui/time.tsx';
import { useFormat } from '../../ui/use-format.ts';

const { columns: words } = importWords;

export const importColumns: readonly Column<ImportRow>[] = [
  {
    id: 'row',
    header: words.row,
    width: 74,
    align: 'end',
    cell: (row) => <RowNumber of={row.row} />,
  },
  {
    id: 'class',
    header: words.kind,
    width: 118,
    optional: true,
    cell: (row) => <RowClassMark of={row.class} />,
  },
  {
    id: 'candidate',
    header: words.candidate,
    width: 160,
    grow: 2,
    fixed: true,
    cell: (row) => row.candidateName ?? <Dash />,
  },
  {
    id: 'candidateId',
    header: words.candidateId,
    width: 110,
    cell: (row) => row.candidateId ?? <Dash />,
  },
  { id: 'course', header: words.course, width: 92, cell: (row) => row.courseCode ?? <Dash /> },
  {
    id: 'mark',
    header: words.mark,
    width: 76,
    align: 'end',
    cell: (row) => row.mark ?? <Dash />,
  },
  {
    id: 'what',
    header: words.what,
    width: 220,
    grow: 6,
    fixed: true,
    wrap: true,
    cell: (row) => <What row={row} />,
  },
];

function RowNumber({ of }: { readonly of: number }) {
  return <>{useFormat().number(of)}</>;
}

const fieldName = (field: string): string => importWords.fields[field as ImportField] ?? field;

/** Everything in one line; the whole of it in the tooltip. */
function What({ row }: { readonly row: ImportRow }) {
  const changes = row.changes.map(({ field, from, to }) =>
    importWords.change(fieldName(field), from ?? importWords.nothing, to ?? importWords.nothing),
  );
  const text = [...changes, ...row.problems].join(' · ');
  return <span title={text}>{text}</span>;
}
