/** The strip on every page: may heavy work run, what is running, what needs somebody. */
import { Badge, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockPause,
  IconLockOpen,
} from '@tabler/icons-react';
import { Link } from 'wouter';
import { shellWords } from '../messages/shell.ts';
import { taskWords } from '../messages/tasks.ts';
import { useStatus } from '../program/use-program.ts';
import type { OfficeStatus } from '../stores/office.ts';
import { overall, share } from '../stores/progress.ts';
import { ThinBar } from '../ui/progress-bar.tsx';
import { useFormat, useNow } from '../ui/use-format.ts';
import classes from './shell.module.css';
import { useUnderWay } from './use-under-way.ts';

export function Strip() {
  const status = useStatus((now) => now);
  return (
    <section className={classes.strip} aria-label={shellWords.strip.label}>
      {status === null ? (
        <span className="ed-dim">{shellWords.strip.loading}</span>
      ) : (
        <>
          <MayRun heavyWork={status.heavyWork} />
          <Running waiting={status.waiting} />
          <Needs attention={status.attention} />
          {status.readOnly && (
            <Tooltip label={shellWords.strip.readOnlyWhy}>
              <Badge color="gray">{shellWords.strip.readOnly}</Badge>
            </Tooltip>
          )}
        </>
      )}
    </section>
  );
}

/** "Open until 13:30" with the reason behind it. */
export function heavySentence(
  { open, until }: OfficeStatus['heavyWork'],
  clock: (at: number) => string,
): string {
  const { strip } = shellWords;
  if (until === null) return open ? strip.open : strip.closed;
  return open ? strip.openUntil(clock(until)) : strip.closedUntil(clock(until));
}

function MayRun({ heavyWork }: { readonly heavyWork: OfficeStatus['heavyWork'] }) {
  const format = useFormat();
  const now = useNow();
  const Icon = heavyWork.open ? IconLockOpen : IconClockPause;
  return (
    <span className={classes.stripPart} data-tone={heavyWork.open ? 'good' : 'warn'}>
      <Icon size={16} aria-hidden="true" />
      <span className="ed-clip" title={heavyWork.why}>
        <strong>{heavySentence(heavyWork, (at) => format.clock(at, now))}</strong>
        <span className="ed-dim"> · {heavyWork.why}</span>
      </span>
    </span>
  );
}

function Running({ waiting }: { readonly waiting: number }) {
  const format = useFormat();
  const running = useUnderWay();
  if (running.length === 0)
    return (
      <Link href="/tasks" className={classes.stripPart} data-tone="quiet">
        {shellWords.strip.idle}
        {waiting > 0 && ` · ${shellWords.strip.waiting(waiting)}`}
      </Link>
    );
  const all = overall(running);
  const value = share(all);
  return (
    <Link href="/tasks?tab=running" className={classes.stripPart}>
      <strong>{shellWords.strip.running(running.length)}</strong>
      <span className={classes.stripBar}>
        <ThinBar value={value} label={shellWords.strip.runningLabel} />
      </span>
      <span>{value === null ? '' : format.percent(value)}</span>
      {all.secondsLeft !== null && (
        <span className="ed-dim">{taskWords.left(format.duration(all.secondsLeft))}</span>
      )}
      {waiting > 0 && <span className="ed-dim">· {shellWords.strip.waiting(waiting)}</span>}
    </Link>
  );
}

function Needs({ attention }: { readonly attention: OfficeStatus['attention'] }) {
  if (attention.length === 0)
    return (
      <span className={classes.stripPart} data-tone="good">
        <IconCircleCheck size={16} aria-hidden="true" />
        <span className="ed-dim">{shellWords.strip.calm}</span>
      </span>
    );
  return (
    <Tooltip label={attention.map(({ text }) => text).join(' · ')}>
      <Link href="/" className={classes.stripPart} data-tone="warn">
        <IconAlertTriangle size={16} aria-hidden="true" />
        <strong>{shellWords.strip.needs(attention.length)}</strong>
      </Link>
    </Tooltip>
  );
}
