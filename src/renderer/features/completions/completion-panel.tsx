/** One completion: its facts, its certificate or why it has none, and the hold. */
import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Completion } from '../../../shared/contract/completions.ts';
import { completionWords } from '../../messages/completions.ts';
import { useFetched } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Panel, PanelPart } from '../../ui/panel.tsx';
import { CertificateStateMark, State } from '../../ui/states.tsx';
import { Dash, Moment } from '../../ui/time.tsx';
import { WhyNot } from '../certificates/why-not.tsx';
import { HoldButtons } from './hold-buttons.tsx';

const { columns: words } = completionWords;

export function CompletionPanel({
  id,
  onClose,
}: {
  readonly id: number;
  readonly onClose: () => void;
}) {
  const { value, error, reload } = useFetched(
    `completion-${id}`,
    ['completions'],
    ({ client }, signal) => client.completions.get({ id }, { signal }),
  );
  return (
    <Panel
      title={value?.candidateName ?? '…'}
      note={
        value && (
          <>
            <span>{value.candidateId}</span>
            <span>
              {value.courseCode} · {value.courseTitle}
            </span>
          </>
        )
      }
      label={value?.candidateName ?? completionWords.title}
      closeLabel={completionWords.closePanel}
      onClose={onClose}
      actions={value && <HoldButtons ids={[value.id]} held={value.hold} />}
    >
      {error !== undefined && <ErrorPanel error={error} onRetry={reload} />}
      {value && (
        <>
          <CertificatePart row={value} />
          <PanelPart title={completionWords.facts}>
            <CompletionFacts row={value} />
          </PanelPart>
        </>
      )}
    </Panel>
  );
}

function CertificatePart({ row }: { readonly row: Completion }) {
  const { certificate } = row;
  const detail = useFetched(
    certificate && certificate.state !== 'issued' ? `why-${certificate.id}` : null,
    ['certificates'],
    ({ client }, signal) => client.certificates.get({ id: certificate?.id ?? 0 }, { signal }),
  );
  return (
    <PanelPart title={completionWords.certificate}>
      {row.hold && (
        <p style={{ margin: '0 0 6px' }}>
          <State icon={IconHandStop} tone="warn" word={completionWords.held} />
          {row.holdReason && ` · ${row.holdReason}`}
        </p>
      )}
      {certificate === null ? (
        <span className="ed-dim">{completionWords.noCertificate}</span>
      ) : (
        <>
          <p style={{ margin: '0 0 8px' }}>
            <CertificateStateMark state={certificate.state} />{' '}
            {certificate.number && <span className="ed-mono">{certificate.number}</span>}
          </p>
          {certificate.reason && <p style={{ margin: '0 0 8px' }}>{certificate.reason}</p>}
          {detail.value && certificate.state === 'blocked' && (
            <WhyNot conditions={detail.value.conditions} />
          )}
          <Button component={Link} href={`/certificates/${certificate.id}`} variant="default">
            {completionWords.openCertificate}
          </Button>
        </>
      )}
    </PanelPart>
  );
}

function CompletionFacts({ row }: { readonly row: Completion }) {
  return (
    <Facts
      of={[
        [words.mark, row.mark ?? <Dash key="mark" />],
        [words.passMark, row.passMark],
        [words.attempt, row.attempt],
        [words.sitting, row.sitting ?? <Dash key="sitting" />],
        [completionWords.enrolled, <Moment key="enrolled" at={row.enrolledAt} />],
        [completionWords.started, <Moment key="started" at={row.startedAt} />],
        [completionWords.completedAt, <Moment key="completed" at={row.completedAt} />],
        [
          words.source,
          row.source ? (
            completionWords.sourceAt(row.source.file, row.source.row)
          ) : (
            <Dash key="source" />
          ),
        ],
        [words.version, completionWords.version(row.version)],
        [words.updated, <Moment key="updated" at={row.updatedAt} />],
      ]}
    />
  );
}
