/** Pre-flight of the fake program: runs that the test moves on, and findings that take decisions. */
import {
  type Finding,
  type FindingKind,
  type FindingSeverity,
  findingStatuses,
  type PreflightRun,
  type PreflightScope,
} from '../../src/shared/contract/preflight.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';
import { aTask, courses, noon, personName } from './fake-people.ts';
import type { FakeProgram } from './fake-program.ts';

const looks: readonly (readonly [FindingKind, FindingSeverity, reason: string, remedy: string])[] =
  [
    [
      'glyph_missing',
      'blocks',
      'No font at hand can draw “𑜎” (U+1170E) in the name.',
      'Ask the candidate for the spelling on the identity document, or add a font to the template.',
    ],
    [
      'look_alike',
      'warning',
      'The name has a Cyrillic “а” between Latin letters (letter 3).',
      'Type the name again in one script; a search for it would not find this certificate.',
    ],
    [
      'same_name',
      'warning',
      'C10042 (BIO-201) has the same name as C10077 (BIO-201).',
      'Make sure that these are two people, not one with two numbers; then issue anyway, and hand out by candidate number.',
    ],
    [
      'tight_fit',
      'note',
      'The name fits its box only at 62 % of the size that the template means.',
      'Look at the preview; issue anyway where it reads well.',
    ],
  ];

export function aFinding(id: number, changes: Partial<Finding> = {}): Finding {
  const [kind, severity, reason, remedy] = looks[(id - 1) % looks.length] ?? looks[0]!;
  return {
    id,
    runId: 1,
    kind,
    severity,
    candidateId: `C${10_000 + id}`,
    candidateName: personName(id),
    courseCode: courses[id % courses.length]?.code ?? null,
    completionId: id,
    importId: null,
    importRow: null,
    field: 'name',
    reason,
    remedy,
    status: 'open',
    decidedBy: null,
    decidedAt: null,
    ...changes,
  };
}

export interface FakePreflight {
  /** A run that ended earlier. */
  ran(scope: PreflightScope, title: string, checked: number): void;
  /** The newest run ends with what it found. */
  ends(found: readonly Finding[]): void;
}

/** Task 30 + n is that of run n. */
export function aPreflight(
  program: FakeProgram,
  { found = [], tasks = {} }: { found?: readonly Finding[]; tasks?: Record<number, Task> } = {},
): FakePreflight {
  let findings = [...found];
  const runs: PreflightRun[] = [];
  const begin = (scope: PreflightScope, title: string, checked: number | null): PreflightRun => {
    const id = runs.length + 1;
    const run = {
      id,
      taskId: 30 + id,
      scope,
      title,
      checked,
      createdAt: noon - (20 - id) * 60_000,
      createdBy: 'officer',
    };
    runs.unshift(run);
    return run;
  };
  const matching = ({
    runId,
    kind,
    severity,
    status,
    text,
  }: Partial<Finding> & { text?: string }) =>
    findings.filter(
      (each) =>
        (runId === undefined || each.runId === runId) &&
        (kind === undefined || each.kind === kind) &&
        (severity === undefined || each.severity === severity) &&
        (status === undefined || each.status === status) &&
        (text === undefined || (each.candidateName ?? '').toLowerCase().includes(text)),
    );
  program.call('preflight.runs').handles(({ offset, limit }) => ({
    rows: runs.slice(offset, offset + limit),
    total: runs.length,
  }));
  program.call('preflight.findings').handles(({ offset, limit, ...filter }) => {
    const all = matching(filter as Partial<Finding>);
    return { rows: all.slice(offset, offset + limit), total: all.length };
  });
  program.call('preflight.counts').handles(({ kind, severity, status, ...rest }) => {
    const ofKinds = matching({ ...rest, ...(status ? { status } : {}) } as Partial<Finding>);
    const ofStatuses = matching({
      ...rest,
      ...(kind ? { kind } : {}),
      ...(severity ? { severity } : {}),
    } as Partial<Finding>);
    return {
      kinds: looks.flatMap(([name, of]) => {
        const count = ofKinds.filter((each) => each.kind === name).length;
        return count === 0 ? [] : [{ kind: name, severity: of, count }];
      }),
      statuses: Object.fromEntries(
        findingStatuses.map((name) => [
          name,
          ofStatuses.filter((each) => each.status === name).length,
        ]),
      ) as Record<Finding['status'], number>,
    };
  });
  program.call('preflight.start').handles(({ scope }) => {
    const run = begin(scope, scope.kind === 'import' ? 'results.csv' : 'everything due', null);
    const task = aTask(run.taskId, {
      kind: 'preflight',
      title: `Pre-flight: ${run.title}`,
      state: 'running',
      progress: { done: 410, total: 1_640, step: 'Checking names', perSecond: 900, secondsLeft: 2 },
    });
    tasks[run.taskId] = task;
    program.event('tasks.changed').pushes({ tasks: [task] });
    return { taskId: run.taskId, runId: run.id, people: 1_640 };
  });
  program.call('preflight.decide').handles(({ ids, decision }) => {
    findings = findings.map((each) =>
      ids.includes(each.id)
        ? { ...each, status: decision, decidedBy: 'officer', decidedAt: noon }
        : each,
    );
    return { changed: ids.length, taskId: null };
  });
  return {
    ran: (scope, title, checked) => void begin(scope, title, checked),
    ends(more) {
      const [run] = runs;
      if (!run) throw new Error('No run was started.');
      runs[0] = { ...run, checked: 1_640 };
      findings = [...findings, ...more.map((each) => ({ ...each, runId: run.id }))];
      const task = aTask(run.taskId, { state: 'succeeded', title: `Pre-flight: ${run.title}` });
      tasks[run.taskId] = task;
      program.event('tasks.changed').pushes({ tasks: [task] });
    },
  };
}
