/** The columns of the tracking store. */
import { IconHandStop } from '@tabler/icons-react';
import type { Completion } from '../../../shared/contract/completions.ts';
import { completionWords } from '../../messages/completions.ts';
import { CertificateStateMark, State } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { Ago, Dash, Day } from '../../ui/time.tsx';

const { columns: words } = completionWords;

export const completionColumns: readonly Column<Completion>[] = [
  {
    id: 'candidate',
    header: words.candidate,
    width: 170,
    grow: 3,
    fixed: true,
    sort: 'name',
    cell: (row) => <span title={row.candidateName}>{row.candidateName}</span>,
  },
  {
    id: 'candidateId',
    header: words.candidateId,
    width: 96,
    cell: (row) => <span className="ed-dim">{row.candidateId}</span>,
  },
  { id: 'course', header: words.course, width: 84, sort: 'course', cell: (row) => row.courseCode },
  {
    id: 'title',
    header: words.title,
    width: 160,
    grow: 2,
    optional: true,
    cell: (row) => row.courseTitle,
  },
  {
    id: 'mark',
    header: words.mark,
    width: 66,
    align: 'end',
    sort: 'mark',
    cell: (row) => row.mark ?? <Dash />,
  },
  {
    id: 'passMark',
    header: words.passMark,
    width: 84,
    align: 'end',
    optional: true,
    cell: (row) => row.passMark,
  },
  {
    id: 'attempt',
    header: words.attempt,
    width: 70,
    align: 'end',
    optional: true,
    cell: (row) => row.attempt,
  },
  {
    id: 'sitting',
    header: words.sitting,
    width: 116,
    optional: true,
    cell: (row) => row.sitting ?? <Dash />,
  },
  {
    id: 'certificate',
    header: words.certificate,
    width: 215,
    grow: 3,
    cell: (row) => <CertificateOf row={row} />,
  },
  {
    id: 'completed',
    header: words.completed,
    width: 110,
    cell: (row) => <Day at={row.completedAt} />,
  },
  {
    id: 'source',
    header: words.source,
    width: 150,
    grow: 1,
    optional: true,
    cell: (row) =>
      row.source ? completionWords.sourceAt(row.source.file, row.source.row) : <Dash />,
  },
  {
    id: 'updated',
    header: words.updated,
    width: 104,
    sort: 'newest',
    cell: (row) => <Ago at={row.updatedAt} />,
  },
];

function CertificateOf({ row }: { readonly row: Completion }) {
  if (row.certificate === null)
    return row.hold ? (
      <State icon={IconHandStop} tone="warn" word={completionWords.held} />
    ) : (
      <span className="ed-dim">{completionWords.noCertificate}</span>
    );
  const { state, number, reason } = row.certificate;
  return (
    <span title={reason ?? undefined}>
      <CertificateStateMark state={state} />{' '}
      <span className="ed-dim">{state === 'issued' ? number : reason}</span>
    </span>
  );
}
