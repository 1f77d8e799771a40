/** One certificate: the sealed PDF or why there is none, its facts, its history, the others of the completion. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { CertificateDetail } from '../../../shared/contract/certificates.ts';
import { certificateWords } from '../../messages/certificates.ts';
import { taskWords } from '../../messages/tasks.ts';
import { useFetched } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { History } from '../../ui/history.tsx';
import { Panel, PanelPart } from '../../ui/panel.tsx';
import { CertificateStateMark } from '../../ui/states.tsx';
import { Dash, Moment } from '../../ui/time.tsx';
import { useFormat } from '../../ui/use-format.ts';
import classes from './certificate-panel.module.css';
import { RevokeButton } from './revoke-button.tsx';
import { SealedPdf } from './sealed-pdf.tsx';
import { WhyNot } from './why-not.tsx';

export function CertificatePanel({
  id,
  onClose,
}: {
  readonly id: number;
  readonly onClose: () => void;
}) {
  const { value, error, reload } = useFetched(
    `certificate-${id}`,
    ['certificates'],
    ({ client }, signal) => client.certificates.get({ id }, { signal }),
  );
  const row = value?.certificate;
  return (
    <Panel
      wide
      title={row?.candidateName ?? '…'}
      note={
        row && (
          <>
            <CertificateStateMark state={row.state} />
            {row.number && <span className="ed-mono">{row.number}</span>}
            <span>
              {row.courseCode} · {row.courseTitle}
            </span>
          </>
        )
      }
      label={row?.candidateName ?? certificateWords.title}
      closeLabel={certificateWords.closePanel}
      onClose={onClose}
      actions={row?.state === 'issued' && <RevokeButton of={[row]} />}
    >
      {error !== undefined && !value && <ErrorPanel error={error} onRetry={reload} />}
      {value && <Detail of={value} />}
    </Panel>
  );
}

function Detail({
  of: { certificate: row, file, renders, conditions, history, others },
}: {
  readonly of: CertificateDetail;
}) {
  return (
    <>
      {row.warning && (
        <p className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          {row.warning}
        </p>
      )}
      {(row.state === 'blocked' || row.state === 'failed') && (
        <PanelPart title={certificateWords.whyNot}>
          {row.reason && <p className={classes.reason}>{row.reason}</p>}
          <WhyNot conditions={conditions} />
        </PanelPart>
      )}
      {file && row.number && (
        <PanelPart title={certificateWords.preview}>
          <SealedPdf id={row.id} number={row.number} />
        </PanelPart>
      )}
      {row.reason && row.state !== 'blocked' && row.state !== 'failed' && (
        <p className={classes.reason}>{row.reason}</p>
      )}
      <PanelPart title={certificateWords.facts}>
        <CertificateFacts row={row} file={file} renders={renders} />
        <p className={classes.links}>
          <Link href={`/completions/${row.completionId}`} className="ed-link">
            {certificateWords.completion}
          </Link>
          {row.taskId !== null && (
            <Link href={`/tasks/${row.taskId}`} className="ed-link">
              {taskWords.number(row.taskId)}
            </Link>
          )}
        </p>
      </PanelPart>
      {history.length > 0 && (
        <PanelPart title={certificateWords.history}>
          <History
            entries={[...history].reverse().map((entry, at) => ({
              key: `${entry.at}-${at}`,
              at: entry.at,
              what: <CertificateStateMark state={entry.to} />,
              by: certificateWords.by(entry.actor),
              why: entry.reason,
            }))}
          />
        </PanelPart>
      )}
      {others.length > 0 && (
        <PanelPart title={certificateWords.others}>
          <ul className={classes.others}>
            {others.map((other) => (
              <li key={other.id}>
                <Link href={`/certificates/${other.id}`} className="ed-link">
                  {other.number ?? certificateWords.states[other.state]}
                </Link>
                <CertificateStateMark state={other.state} />
              </li>
            ))}
          </ul>
        </PanelPart>
      )}
    </>
  );
}

function CertificateFacts({
  row,
  file,
  renders,
}: {
  readonly row: CertificateDetail['certificate'];
  readonly file: CertificateDetail['file'];
  readonly renders: number;
}) {
  const format = useFormat();
  const { columns: words } = certificateWords;
  return (
    <Facts
      of={[
        [words.candidateId, row.candidateId],
        [words.mark, row.mark ?? <Dash key="mark" />],
        row.sitting ? [words.sitting, row.sitting] : null,
        row.issuedAt === null ? null : [words.issued, <Moment key="issued" at={row.issuedAt} />],
        file
          ? [
              words.expires,
              row.expiresOn ? format.plainDate(row.expiresOn) : certificateWords.forEver,
            ]
          : null,
        file ? [certificateWords.file, `${file.path} (${format.bytes(file.size)})`] : null,
        file
          ? [
              certificateWords.sha,
              <span key="sha" className="ed-mono">
                {file.sha256}
              </span>,
            ]
          : null,
        renders > 0 ? [certificateWords.renders, certificateWords.rendersTimes(renders)] : null,
        [words.updated, <Moment key="updated" at={row.updatedAt} />],
      ]}
    />
  );
}
