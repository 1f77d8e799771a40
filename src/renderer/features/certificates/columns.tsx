/** The columns of the list of certificates. */
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Certificate } from '../../../shared/contract/certificates.ts';
import { certificateWords } from '../../messages/certificates.ts';
import { CertificateStateMark } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { Ago, Dash, Day } from '../../ui/time.tsx';
import { useFormat } from '../../ui/use-format.ts';

const { columns: words } = certificateWords;

export const certificateColumns: readonly Column<Certificate>[] = [
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
    width: 106,
    optional: true,
    cell: (row) => row.candidateId,
  },
  { id: 'course', header: words.course, width: 88, sort: 'course', cell: (row) => row.courseCode },
  {
    id: 'mark',
    header: words.mark,
    width: 74,
    align: 'end',
    cell: (row) => row.mark ?? <Dash />,
  },
  {
    id: 'state',
    header: words.state,
    width: 112,
    cell: (row) => <CertificateStateMark state={row.state} />,
  },
  {
    id: 'number',
    header: words.number,
    width: 150,
    sort: 'number',
    cell: (row) => (row.number ? <span className="ed-mono">{row.number}</span> : <Dash />),
  },
  {
    id: 'reason',
    header: words.reason,
    width: 150,
    grow: 4,
    cell: (row) => <Reason row={row} />,
  },
  {
    id: 'sitting',
    header: words.sitting,
    width: 116,
    optional: true,
    cell: (row) => row.sitting ?? <Dash />,
  },
  {
    id: 'issued',
    header: words.issued,
    width: 110,
    optional: true,
    cell: (row) => <Day at={row.issuedAt} />,
  },
  {
    id: 'expires',
    header: words.expires,
    width: 104,
    optional: true,
    cell: (row) => <Expiry on={row.expiresOn} />,
  },
  {
    id: 'updated',
    header: words.updated,
    width: 104,
    sort: 'newest',
    cell: (row) => <Ago at={row.updatedAt} />,
  },
];

function Reason({ row }: { readonly row: Certificate }) {
  if (row.warning)
    return (
      <span title={row.warning} style={{ color: 'var(--ed-warn)' }}>
        <IconAlertTriangle
          size={13}
          aria-hidden="true"
          style={{ verticalAlign: '-2px', marginRight: 4 }}
        />
        {row.warning}
      </span>
    );
  return (
    <span className="ed-dim" title={row.reason ?? undefined}>
      {row.reason}
    </span>
  );
}

function Expiry({ on }: { readonly on: string | null }) {
  const format = useFormat();
  return on ? format.plainDate(on) : <Dash />;
}
