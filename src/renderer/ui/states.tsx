/** States as icon, word and colour together: never colour alone. */
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconEqual,
  IconHistory,
  IconLoader2,
  IconPencil,
  IconPlayerPause,
  IconPlus,
  IconRefresh,
  type TablerIcon,
} from '@tabler/icons-react';
import type { CertificateState } from '../../shared/contract/certificates.ts';
import type { RowClass } from '../../shared/contract/imports.ts';
import type { TaskState } from '../../shared/contract/tasks.ts';
import { certificateWords } from '../messages/certificates.ts';
import { importWords } from '../messages/imports.ts';
import { taskWords } from '../messages/tasks.ts';
import classes from './states.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'quiet';
interface Look {
  readonly icon: TablerIcon;
  readonly tone: Tone;
}

const certificateLooks: Record<CertificateState, Look> = {
  expected: { icon: IconCircleDashed, tone: 'quiet' },
  blocked: { icon: IconBan, tone: 'warn' },
  rendering: { icon: IconLoader2, tone: 'busy' },
  issued: { icon: IconCheck, tone: 'good' },
  failed: { icon: IconCircleX, tone: 'bad' },
  superseded: { icon: IconHistory, tone: 'quiet' },
  revoked: { icon: IconCircleX, tone: 'bad' },
};
const taskLooks: Record<TaskState, Look> = {
  queued: { icon: IconClock, tone: 'quiet' },
  retrying: { icon: IconRefresh, tone: 'warn' },
  running: { icon: IconLoader2, tone: 'busy' },
  cancelling: { icon: IconPlayerPause, tone: 'warn' },
  succeeded: { icon: IconCheck, tone: 'good' },
  failed: { icon: IconCircleX, tone: 'bad' },
  cancelled: { icon: IconBan, tone: 'quiet' },
};
const rowLooks: Record<RowClass, Look> = {
  new: { icon: IconPlus, tone: 'good' },
  changed: { icon: IconPencil, tone: 'busy' },
  unchanged: { icon: IconEqual, tone: 'quiet' },
  conflicting: { icon: IconAlertTriangle, tone: 'warn' },
  invalid: { icon: IconCircleX, tone: 'bad' },
};

export function State({ icon: Icon, tone, word }: Look & { readonly word: string }) {
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={14} stroke={2} aria-hidden="true" />
      <span>{word}</span>
    </span>
  );
}

export function CertificateStateMark({ state }: { readonly state: CertificateState }) {
  return <State {...certificateLooks[state]} word={certificateWords.states[state]} />;
}
export function TaskStateMark({ state }: { readonly state: TaskState }) {
  return <State {...taskLooks[state]} word={taskWords.states[state]} />;
}
export function RowClassMark({ of }: { readonly of: RowClass }) {
  return <State {...rowLooks[of]} word={importWords.classes[of]} />;
}
