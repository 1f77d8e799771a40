/** An office full of invented people for the fake program: `people` of them. */
import {
  type Certificate,
  type CertificateState,
  certificateStates,
} from '../../src/shared/contract/certificates.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';
import {
  aCertificate,
  aCompletion,
  aDetail,
  aPdf,
  aTask,
  courses,
  minute,
  noon,
  numberOf,
  stateOf,
} from './fake-people.ts';
import { type AnswerOf, type FakeProgram, fakeProgram } from './fake-program.ts';

export interface OfficeOptions {
  readonly people?: number;
  readonly running?: readonly Task[];
  readonly tasks?: number;
}

/** A fake program that answers everything the pages ask, over `people` invented candidates. */
export function anOffice({ people = 0, running = [], tasks = 0 }: OfficeOptions = {}): FakeProgram {
  const program = fakeProgram();
  const count = (state: CertificateState) =>
    state === 'issued'
      ? people - counted('blocked') - counted('failed') - counted('revoked')
      : counted(state);
  const counted = (state: CertificateState) => {
    let found = 0;
    for (let id = 1; id <= people; id += 1) if (stateOf(id) === state) found += 1;
    return found;
  };
  const states = Object.fromEntries(
    certificateStates.map((state) => [state, count(state)]),
  ) as Record<CertificateState, number>;
  const held = Math.floor(people / 18);
  const reasons = [
    { code: 'on_hold' as const, count: held },
    { code: 'below_pass_mark' as const, count: Math.max(0, states.blocked - held) },
  ].filter(({ count: n }) => n > 0);
  const known = (id: number): Task =>
    running.find((task) => task.id === id) ?? aTask(id, id % 6 === 5 ? { state: 'failed' } : {});
  const failed = Array.from({ length: tasks }, (_, at) => known(at + 1)).filter(
    ({ state }) => state === 'failed',
  ).length;
  const ids = (offset: number, limit: number, total: number) =>
    Array.from(
      { length: Math.max(0, Math.min(limit, total - offset)) },
      (_, at) => offset + at + 1,
    );

  const attention: AnswerOf<'office.status'>['attention'] = [
    ...(failed > 0
      ? [
          {
            kind: 'task_failed' as const,
            id: 5,
            text: '“Certificates: results-5.csv” failed: the disk is full',
            count: 1,
          },
        ]
      : []),
    ...(states.blocked > 0
      ? [
          {
            kind: 'certificate_blocked' as const,
            id: null,
            text: `${states.blocked} candidates are blocked`,
            count: states.blocked,
          },
        ]
      : []),
  ];
  program.call('office.status').handles(() => ({
    now: noon,
    version: '0.1.0',
    store: '/home/officer/.local/share/examdesk',
    readOnly: false,
    settings: { officeName: 'Examinations Office', zone: 'Europe/London' },
    heavyWork: { open: true, until: null, why: 'no exam is planned' },
    running: [...running],
    waiting: 0,
    attention,
  }));
  program.call('office.ledger').answers({
    entered: people,
    completed: people - Math.floor(states.blocked / 3),
    issued: states.issued + states.revoked,
    inProgress: 0,
    blocked: states.blocked,
    failed: states.failed,
    reasons,
  });
  program.call('office.saveSettings').handles((settings) => settings);
  program.call('office.doctor').answers({
    ok: true,
    checks: [
      { name: 'Store', ok: true, found: 'quick_check is clean', remedy: null },
      {
        name: 'Disk',
        ok: false,
        found: '412 MB free',
        remedy: 'Free at least 1 GB before a large run.',
      },
    ],
  });
  program.call('tasks.list').handles(({ tab, offset, limit }) => {
    const all = [...running, ...ids(0, tasks, tasks).map(known)].filter(({ state }) => {
      if (tab === 'running') return state === 'running' || state === 'cancelling';
      if (tab === 'attention') return state === 'failed';
      if (tab === 'done') return state === 'succeeded';
      return tab === 'all';
    });
    return { rows: all.slice(offset, offset + limit), total: all.length };
  });
  program.call('tasks.counts').answers({
    all: tasks + running.length,
    waiting: 0,
    running: running.length,
    attention: failed,
    done: tasks - failed,
    cancelled: 0,
  });
  program.call('tasks.get').handles(({ id }) => ({
    task: known(id),
    payload: { importId: 1 },
    history: [
      {
        at: noon - 9 * minute,
        from: null,
        to: 'queued',
        attempt: 1,
        actor: 'the window',
        reason: null,
      },
      {
        at: noon - 8 * minute,
        from: 'queued',
        to: 'running',
        attempt: 1,
        actor: 'runner 1',
        reason: null,
      },
      {
        at: noon - 7 * minute,
        from: 'running',
        to: known(id).state,
        attempt: 1,
        actor: 'runner 1',
        reason: known(id).reason,
      },
    ],
  }));
  program
    .call('tasks.cancel')
    .handles(({ id }) => ({ ...known(id), state: 'cancelling', canCancel: false }));
  program.call('tasks.retry').handles(({ id }) => aTask(id, { state: 'queued' }));
  program
    .call('courses.list')
    .answers(
      people === 0
        ? []
        : courses.map((course) => ({ ...course, completions: Math.floor(people / 3) })),
    );
  program.call('completions.list').handles(({ offset, limit, text }) => {
    if (text === 'nobody') return { rows: [], total: 0 };
    return { rows: ids(offset, limit, people).map((id) => aCompletion(id)), total: people };
  });
  program.call('completions.get').handles(({ id }) => aCompletion(id));
  program.call('completions.hold').handles(({ ids: held_ }) => ({ changed: held_.length }));
  program
    .call('completions.liftHold')
    .handles(({ ids: held_ }) => ({ changed: held_.length, taskId: null }));
  program.call('certificates.list').handles(({ offset, limit, state }) => {
    if (state === undefined)
      return { rows: ids(offset, limit, people).map((id) => aCertificate(id)), total: people };
    const rows: Certificate[] = [];
    for (let id = 1; id <= people && rows.length < offset + limit; id += 1)
      if (stateOf(id) === state) rows.push(aCertificate(id));
    return { rows: rows.slice(offset), total: states[state] };
  });
  program.call('certificates.counts').answers({ states, reasons });
  program.call('certificates.get').handles(({ id }) => aDetail(aCertificate(id)));
  program
    .call('certificates.pdf')
    .handles(({ id }) => ({ name: `${numberOf(id)}.pdf`, base64: aPdf(`Candidate ${id}`) }));
  program.call('certificates.revoke').handles(({ ids: taken }) => ({ revoked: taken.length }));
  program.call('imports.list').answers({ rows: [], total: 0 });
  program.call('preflight.runs').answers({ rows: [], total: 0 });
  return program;
}
