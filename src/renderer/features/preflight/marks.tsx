/** Findings, their severity and what was decided, as icon, word and colour together. */
import {
  IconAlertTriangle,
  IconArrowsLeftRight,
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconCircleX,
  IconFileX,
  IconHandStop,
  IconInfoCircle,
  IconLanguage,
  IconPencil,
  IconPhotoDown,
  IconPhotoX,
  IconQuestionMark,
  IconRulerMeasure,
  IconTextResize,
  IconThumbUp,
  IconTypographyOff,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import type {
  FindingKind,
  FindingSeverity,
  FindingStatus,
} from '../../../shared/contract/preflight.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { State, type Tone } from '../../ui/states.tsx';

const kindIcons: Record<FindingKind, TablerIcon> = {
  glyph_missing: IconTypographyOff,
  does_not_fit: IconRulerMeasure,
  bad_text: IconBan,
  missing_value: IconQuestionMark,
  template_unusable: IconFileX,
  image_missing: IconPhotoX,
  image_resolution: IconPhotoDown,
  look_alike: IconLanguage,
  mixed_direction: IconArrowsLeftRight,
  same_name: IconUsers,
  tight_fit: IconTextResize,
};
const severityLooks: Record<FindingSeverity, { icon: TablerIcon; tone: Tone }> = {
  blocks: { icon: IconCircleX, tone: 'bad' },
  warning: { icon: IconAlertTriangle, tone: 'warn' },
  note: { icon: IconInfoCircle, tone: 'quiet' },
};
const statusLooks: Record<FindingStatus, { icon: TablerIcon; tone: Tone }> = {
  open: { icon: IconCircleDashed, tone: 'quiet' },
  issue_anyway: { icon: IconThumbUp, tone: 'busy' },
  hold: { icon: IconHandStop, tone: 'warn' },
  fixed: { icon: IconPencil, tone: 'busy' },
  resolved: { icon: IconCheck, tone: 'good' },
};

export const KindMark = ({
  kind,
  severity,
}: {
  readonly kind: FindingKind;
  readonly severity: FindingSeverity;
}) => (
  <State
    icon={kindIcons[kind]}
    tone={severityLooks[severity].tone}
    word={preflightWords.kinds[kind]}
  />
);

/** `word` stands in for the word of the severity alone. */
export const SeverityMark = ({
  of,
  word = preflightWords.severities[of],
}: {
  readonly of: FindingSeverity;
  readonly word?: string;
}) => <State {...severityLooks[of]} word={word} />;

export const StatusMark = ({ of }: { readonly of: FindingStatus }) => (
  <State {...statusLooks[of]} word={preflightWords.statuses[of]} />
);
