/** The columns of the list of findings. */
import type { Finding } from '../../../shared/contract/preflight.ts';
import { preflightWords } from '../../messages/preflight.ts';
import type { Column } from '../../ui/table/column.ts';
import { Dash } from '../../ui/time.tsx';
import { KindMark, StatusMark } from './marks.tsx';

const { columns: words } = preflightWords;

export const findingName = (row: Finding): string => row.candidateName ?? preflightWords.template;

export const findingColumns: readonly Column<Finding>[] = [
  {
    id: 'person',
    header: words.person,
    width: 150,
    grow: 2,
    fixed: true,
    wrap: true,
    cell: (row) => (
      <bdi title={findingName(row)} className={row.candidateName === null ? 'ed-dim' : undefined}>
        {findingName(row)}
      </bdi>
    ),
  },
  {
    id: 'kind',
    header: words.kind,
    width: 162,
    fixed: true,
    cell: (row) => <KindMark kind={row.kind} severity={row.severity} />,
  },
  {
    id: 'reason',
    header: words.reason,
    width: 200,
    grow: 4,
    fixed: true,
    wrap: true,
    cell: (row) => <span title={row.reason}>{row.reason}</span>,
  },
  {
    id: 'status',
    header: words.status,
    width: 122,
    fixed: true,
    cell: (row) => <StatusMark of={row.status} />,
  },
  {
    id: 'course',
    header: words.course,
    width: 82,
    cell: (row) => row.courseCode ?? <Dash />,
  },
  {
    id: 'remedy',
    header: words.remedy,
    width: 190,
    grow: 4,
    wrap: true,
    cell: (row) => (
      <span className="ed-dim" title={row.remedy}>
        {row.remedy}
      </span>
    ),
  },
  {
    id: 'candidateId',
    header: words.candidateId,
    width: 106,
    optional: true,
    cell: (row) => row.candidateId ?? <Dash />,
  },
  {
    id: 'row',
    header: words.row,
    width: 70,
    align: 'end',
    optional: true,
    cell: (row) => row.importRow ?? <Dash />,
  },
];
