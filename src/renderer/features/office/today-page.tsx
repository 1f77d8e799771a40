/** Today: the three questions in large, what runs, what needs somebody, and the ledger. */
import { Button } from '@mantine/core';
import { IconChevronRight, IconCircleCheck, IconFileImport } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { AttentionItem } from '../../../shared/contract/office.ts';
import { officeWords } from '../../messages/office.ts';
import { taskWords } from '../../messages/tasks.ts';
import { useFetched, useStatus } from '../../program/use-program.ts';
import { heavySentence } from '../../shell/strip.tsx';
import { useUnderWay } from '../../shell/use-under-way.ts';
import { overall, share } from '../../stores/progress.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TaskProgress, ThinBar } from '../../ui/progress-bar.tsx';
import { ScrollPage } from '../../ui/scroll-page.tsx';
import { TaskStateMark } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { useFormat, useNow } from '../../ui/use-format.ts';
import { TaskActions } from '../tasks/task-actions.tsx';
import { Ledger } from './ledger.tsx';
import classes from './today.module.css';

export function TodayPage() {
  const ledger = useFetched(
    'ledger',
    ['office', 'certificates', 'completions'],
    ({ client }, signal) => client.office.ledger({}, { signal }),
  );
  const recent = useFetched('recent', ['tasks'], ({ client }, signal) =>
    client.tasks.list({ tab: 'done', limit: 5 }, { signal }),
  ).value;
  const nothingYet = ledger.value?.entered === 0 && recent?.total === 0;
  return (
    <div className="ed-page">
      <ScrollPage label={officeWords.today}>
        <h1 className={classes.title}>{officeWords.today}</h1>
        <Questions />
        {nothingYet && (
          <section className={`ed-card ${classes.first}`}>
            <Empty
              icon={IconFileImport}
              title={officeWords.first.title}
              text={officeWords.first.text}
            >
              <Button component={Link} href="/completions/import">
                {officeWords.first.import}
              </Button>
              <Button component={Link} href="/completions/import?sample=1" variant="default">
                {officeWords.first.sample}
              </Button>
            </Empty>
          </section>
        )}
        {!nothingYet && (
          <div className={classes.columns}>
            <div className={classes.stack}>
              <RunningNow />
              <section className={`ed-card ${classes.card}`}>
                <div className={classes.cardHead}>
                  <h2>{officeWords.ledger}</h2>
                  <span className="ed-dim">{officeWords.ledgerText}</span>
                </div>
                {ledger.error !== undefined && (
                  <ErrorPanel error={ledger.error} onRetry={ledger.reload} />
                )}
                {ledger.value && <Ledger ledger={ledger.value} />}
              </section>
            </div>
            <div className={classes.stack}>
              <Attention />
              {recent && recent.rows.length > 0 && (
                <section className={`ed-card ${classes.card}`}>
                  <div className={classes.cardHead}>
                    <h2>{officeWords.recent}</h2>
                    <Link href="/tasks" className="ed-link">
                      {officeWords.allTasks}
                    </Link>
                  </div>
                  <ul className={classes.list}>
                    {recent.rows.map((task) => (
                      <li key={task.id}>
                        <Link href={`/tasks/${task.id}`} className={classes.recent}>
                          <span className="ed-clip">{task.title}</span>
                          <span className="ed-dim">
                            <Ago at={task.finishedAt} />
                          </span>
                          <span className={`ed-clip ed-dim ${classes.result}`}>
                            {task.summary ?? ''}
                          </span>
                        </Link>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
            </div>
          </div>
        )}
      </ScrollPage>
    </div>
  );
}

function Questions() {
  const format = useFormat();
  const now = useNow();
  const status = useStatus((value) => value);
  const running = useUnderWay();
  const all = overall(running);
  const value = share(all);
  return (
    <section className={classes.questions} aria-label={officeWords.questions}>
      <div className={`ed-card ${classes.question}`}>
        <h2>{officeWords.heavy}</h2>
        <p
          className={classes.answer}
          data-tone={status && !status.heavyWork.open ? 'warn' : 'good'}
        >
          {status ? (status.heavyWork.open ? officeWords.heavyOpen : officeWords.heavyClosed) : '…'}
        </p>
        <p className="ed-dim">
          {status &&
            [
              ...(status.heavyWork.until === null
                ? []
                : [heavySentence(status.heavyWork, (at) => format.clock(at, now))]),
              status.heavyWork.why,
            ].join(' · ')}
        </p>
      </div>
      <div className={`ed-card ${classes.question}`}>
        <h2>{officeWords.what}</h2>
        <p className={classes.answer}>
          {running.length === 0
            ? officeWords.runningCount(0)
            : value === null
              ? '…'
              : format.percent(value)}
        </p>
        {running.length > 0 ? (
          <div className={classes.overall}>
            <ThinBar value={value} label={officeWords.running} />
            <span className="ed-dim">
              {[
                taskWords.ofTotal(all.done, all.total),
                ...(all.secondsLeft === null
                  ? []
                  : [taskWords.left(format.duration(all.secondsLeft))]),
              ].join(' · ')}
            </span>
          </div>
        ) : (
          <p className="ed-dim">{officeWords.nothingRunning}</p>
        )}
      </div>
      <div className={`ed-card ${classes.question}`}>
        <h2>{officeWords.needs}</h2>
        <p
          className={classes.answer}
          data-tone={status && status.attention.length > 0 ? 'warn' : undefined}
        >
          {status
            ? status.attention.length === 0
              ? officeWords.noneNeeds
              : format.number(status.attention.length)
            : '…'}
        </p>
        <p className={`ed-dim ${classes.twoLines}`}>
          {status &&
            (status.attention.length === 0
              ? officeWords.calmText
              : status.attention.map(({ text }) => text).join(' · '))}
        </p>
      </div>
    </section>
  );
}

function RunningNow() {
  const running = useUnderWay();
  if (running.length === 0) return null;
  return (
    <section className={`ed-card ${classes.card}`}>
      <div className={classes.cardHead}>
        <h2>{officeWords.running}</h2>
        <Link href="/tasks" className="ed-link">
          {officeWords.allTasks}
        </Link>
      </div>
      {running.map((task) => (
        <div key={task.id} className={classes.task}>
          <div className={classes.taskHead}>
            <Link href={`/tasks/${task.id}`} className="ed-link ed-clip">
              {task.title}
            </Link>
            <TaskStateMark state={task.state} />
            <TaskActions task={task} compact />
          </div>
          <TaskProgress task={task} />
        </div>
      ))}
    </section>
  );
}

/** Where each kind of thing is solved. */
export function placeOf({ kind, id }: AttentionItem): string {
  switch (kind) {
    case 'task_failed':
      return id === null ? '/tasks?tab=attention' : `/tasks/${id}`;
    case 'import_waiting':
      return id === null ? '/completions/import' : `/completions/import/${id}`;
    case 'certificate_failed':
      return '/certificates?q=state:failed';
    case 'certificate_stale':
      return '/certificates?q=warned:yes';
    case 'certificate_cancelled':
      return '/certificates?q=state:expected';
    case 'certificate_blocked':
      return '/certificates?q=state:blocked';
  }
}

function Attention() {
  const attention = useStatus((status) => status?.attention);
  return (
    <section className={`ed-card ${classes.card}`}>
      <div className={classes.cardHead}>
        <h2>{officeWords.attention}</h2>
      </div>
      {attention?.length === 0 && (
        <p className={classes.calm}>
          <IconCircleCheck size={16} aria-hidden="true" />
          {officeWords.calm}
        </p>
      )}
      <ul className={classes.list}>
        {attention?.map((item) => (
          <li key={`${item.kind}-${item.id}-${item.text}`}>
            <Link href={placeOf(item)} className={classes.need}>
              <span>
                {item.text}
                <span className={classes.needDo}>{officeWords.attentionKinds[item.kind]}</span>
              </span>
              <IconChevronRight size={16} aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
