/** An office full of invented people for the fake program: `people` of them, the same ones each time. */
import { jsPDF } from 'jspdf';
import {
  type Certificate,
  type CertificateDetail,
  type CertificateState,
  certificateStates,
} from '../../src/shared/contract/certificates.ts';
import type { Completion } from '../../src/shared/contract/completions.ts';
import type { Course } from '../../src/shared/contract/courses.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';
import { type AnswerOf, type FakeProgram, fakeProgram } from './fake-program.ts';

export const noon = Date.UTC(2026, 10, 20, 12, 0);
const minute = 60_000;

const given = [
  'Amira',
  'Bùi Thị',
  'Carys',
  'Dmitri',
  'Eleni',
  'Françoise',
  'Günther',
  'Håkon',
  'Ivana',
  'João',
  'Kwame',
  'Łucja',
];
const family = [
  'Aldermere',
  'Brzezicka',
  'Castellanou',
  'Dunmorrow',
  'Eskildsrud',
  'Færøvik',
  'Gwynfryn',
  'Hollowbrook',
  'Ionescova',
  'Jämtmark',
  'Kestrelbank',
];
export const courses: readonly Course[] = [
  {
    id: 1,
    code: 'BIO-201',
    title: 'Cell Biology',
    passMark: '50',
    validityMonths: null,
    completions: 0,
  },
  {
    id: 2,
    code: 'CHE-110',
    title: 'Laboratory Chemistry',
    passMark: '49.5',
    validityMonths: 36,
    completions: 0,
  },
  {
    id: 3,
    code: 'LAW-305',
    title: 'Administrative Law and Procedure',
    passMark: '60',
    validityMonths: null,
    completions: 0,
  },
];

export const personName = (id: number): string =>
  `${given[id % given.length]} ${family[(id * 7) % family.length]}`;
const courseOf = (id: number): Course => courses[id % courses.length] ?? courses[0]!;
const numberOf = (id: number): string => `ED-2026-${String(id).padStart(6, '0')}-K`;

const stateOf = (id: number): CertificateState => {
  if (id % 40 === 0) return 'failed';
  if (id % 33 === 0) return 'revoked';
  return id % 9 === 0 ? 'blocked' : 'issued';
};

export function aCertificate(id: number, changes: Partial<Certificate> = {}): Certificate {
  const state = changes.state ?? stateOf(id);
  const course = courseOf(id);
  const sealed = state === 'issued' || state === 'revoked' || state === 'superseded';
  const reason = {
    blocked:
      id % 18 === 0
        ? 'On hold: identity to be checked'
        : 'The mark 49.96 is below the pass mark 50',
    failed: 'The disk was full when its PDF was written',
    revoked: 'Awarded by mistake to the wrong candidate',
  }[state as string];
  return {
    id,
    completionId: id,
    state,
    number: sealed ? numberOf(id) : null,
    candidateId: `C${String(10_000 + id)}`,
    candidateName: personName(id),
    courseCode: course.code,
    courseTitle: course.title,
    sitting: 'Summer 2026',
    mark: state === 'blocked' ? '49.96' : String(50 + (id % 49)),
    reasonCode: state === 'blocked' ? (id % 18 === 0 ? 'on_hold' : 'below_pass_mark') : null,
    reason: reason ?? null,
    warning: id % 70 === 1 ? 'The mark is 48 in the tracking store since a regrade' : null,
    issuedAt: sealed ? noon - id * minute : null,
    expiresOn: sealed && course.validityMonths !== null ? '2029-11-30' : null,
    taskId: 3,
    updatedAt: noon - id * minute,
    ...changes,
  };
}

export function aCompletion(id: number, changes: Partial<Completion> = {}): Completion {
  const { state, number, reason, ...row } = aCertificate(id);
  return {
    id,
    candidateId: row.candidateId,
    candidateName: row.candidateName,
    courseCode: row.courseCode,
    courseTitle: row.courseTitle,
    passMark: courseOf(id).passMark,
    attempt: 1,
    sitting: row.sitting,
    mark: row.mark,
    enrolledAt: noon - 90 * 1_440 * minute,
    startedAt: noon - 30 * 1_440 * minute,
    completedAt: noon - 10 * 1_440 * minute - id * minute,
    hold: row.reasonCode === 'on_hold',
    holdReason: row.reasonCode === 'on_hold' ? 'identity to be checked' : null,
    version: 1,
    source: { file: 'results.csv', row: id + 1 },
    updatedAt: row.updatedAt,
    certificate: { id, state, number, reason },
    ...changes,
  };
}

export function aTask(id: number, changes: Partial<Task> = {}): Task {
  const state = changes.state ?? 'succeeded';
  const over = state === 'succeeded' || state === 'failed' || state === 'cancelled';
  return {
    id,
    kind: 'certificates.issue',
    title: `Certificates: results-${id}.csv`,
    lane: 'heavy',
    state,
    progress: {
      done: over ? 1_640 : 812,
      total: 1_640,
      step: over ? '' : 'Rendering',
      perSecond: over ? null : 96.4,
      secondsLeft: over ? null : 8.6,
    },
    attempt: 1,
    maxAttempts: 12,
    createdAt: noon - id * 7 * minute,
    startedAt: noon - id * 7 * minute + 2_000,
    finishedAt: over ? noon - id * 7 * minute + 19_000 : null,
    runAfter: noon - id * 7 * minute,
    reason: state === 'failed' ? 'The disk is full. Free some space, then retry.' : null,
    summary: state === 'succeeded' ? '1,582 issued, 58 blocked' : null,
    canCancel: !over,
    canRetry: state === 'failed' || state === 'cancelled',
    ...changes,
  };
}

export function aDetail(certificate: Certificate): CertificateDetail {
  const blocked = certificate.state === 'blocked';
  return {
    certificate,
    file: certificate.number
      ? {
          path: `certificates/2026/${certificate.courseCode}/${certificate.number}.pdf`,
          size: 48_213,
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        }
      : null,
    renders: certificate.number ? 1 : 0,
    conditions: [
      { code: 'on_hold', met: true, required: 'no hold', found: 'no hold', remedy: null },
      {
        code: 'not_enrolled',
        met: true,
        required: 'an enrolment',
        found: 'enrolled on 22 Aug 2026',
        remedy: null,
      },
      {
        code: 'below_pass_mark',
        met: !blocked,
        required: '50 or more',
        found: certificate.mark ?? 'none',
        remedy: blocked ? 'A regrade to 50 or more, or a lower pass mark of the course' : null,
      },
    ],
    history: [
      {
        at: noon - 60_000,
        from: null,
        to: 'expected',
        reason: null,
        actor: 'the window',
        taskId: 3,
      },
      {
        at: noon - 30_000,
        from: 'expected',
        to: certificate.state,
        reason: certificate.reason,
        actor: 'the program',
        taskId: 3,
      },
    ],
    others: [],
  };
}

function aPdf(name: string): string {
  const pdf = new jsPDF({ orientation: 'landscape', unit: 'pt', format: 'a4' });
  pdf.setDrawColor(40, 80, 120).setLineWidth(3).rect(28, 28, 786, 539);
  pdf.setFontSize(32).text('Certificate', 421, 180, { align: 'center' });
  pdf.setFontSize(24).text(name, 421, 280, { align: 'center' });
  return Buffer.from(pdf.output('arraybuffer')).toString('base64');
}

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
  return program;
}
