/** One finding in full: what is wrong, what to do, where it is, what was decided. */
import { Link } from 'wouter';
import type { Finding } from '../../../shared/contract/preflight.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { Facts } from '../../ui/facts.tsx';
import { Panel, PanelPart } from '../../ui/panel.tsx';
import { Moment } from '../../ui/time.tsx';
import { findingName } from './columns.tsx';
import { DecideButtons } from './decide-buttons.tsx';
import { KindMark, SeverityMark, StatusMark } from './marks.tsx';
import classes from './preflight.module.css';

export function FindingPanel({
  of,
  onClose,
}: {
  readonly of: Finding;
  readonly onClose: () => void;
}) {
  const { columns: words } = preflightWords;
  return (
    <Panel
      title={<bdi>{findingName(of)}</bdi>}
      note={
        <>
          <KindMark kind={of.kind} severity={of.severity} />
          <StatusMark of={of.status} />
        </>
      }
      label={findingName(of)}
      closeLabel={preflightWords.closePanel}
      onClose={onClose}
      actions={of.status !== 'resolved' && <DecideButtons of={[of]} onDone={onClose} />}
    >
      <PanelPart title={words.reason}>
        <p className={classes.sentence}>{of.reason}</p>
      </PanelPart>
      <PanelPart title={words.remedy}>
        <p className={classes.sentence}>{of.remedy}</p>
      </PanelPart>
      <PanelPart title={preflightWords.facts}>
        <Facts
          of={[
            [preflightWords.severity, <SeverityMark key="severity" of={of.severity} />],
            [preflightWords.fieldLabel, preflightWords.field(of.field)],
            of.candidateId === null ? null : [words.candidateId, of.candidateId],
            of.courseCode === null ? null : [words.course, of.courseCode],
            of.importRow === null ? null : [words.row, preflightWords.row(of.importRow)],
            of.decidedAt === null
              ? null
              : [
                  preflightWords.decided,
                  <span key="decided">
                    <Moment at={of.decidedAt} /> {of.decidedBy && preflightWords.by(of.decidedBy)}
                  </span>,
                ],
          ]}
        />
        <p className={classes.links}>
          {of.completionId !== null && (
            <Link href={`/completions/${of.completionId}`} className="ed-link">
              {preflightWords.completion}
            </Link>
          )}
          {of.importId !== null && (
            <Link href={`/completions/import/${of.importId}`} className="ed-link">
              {preflightWords.openImport}
            </Link>
          )}
        </p>
      </PanelPart>
    </Panel>
  );
}
