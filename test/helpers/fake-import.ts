/** One import of the fake program, from the inspection to the certificates, moved on by the test. */
import type { ImportRecord, ImportRow, RowClass } from '../../src/shared/contract/imports.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';
import { aTask, noon, personName } from './fake-people.ts';
import type { FakeProgram } from './fake-program.ts';

const counts = { new: 780, changed: 32, unchanged: 4, conflicting: 1, invalid: 2 };

export interface FakeImport {
  readonly record: ImportRecord;
  /** The check has read every row. */
  checked(): void;
  /** The rows are written; the certificates task is `task`. */
  committed(): void;
}

function rowOf(row: number, of: RowClass): ImportRow {
  return {
    row,
    class: of,
    candidateId: `C${10_000 + row}`,
    candidateName: personName(row),
    courseCode: 'BIO-201',
    mark: of === 'invalid' ? '12,5' : '61',
    changes: of === 'changed' ? [{ field: 'mark', from: '49.96', to: '61' }] : [],
    problems:
      of === 'invalid'
        ? ['Row 17, Mark: “12,5” has a decimal comma. Write 12.5.']
        : of === 'conflicting'
          ? ['The same candidate, course and attempt is in row 3 with another mark.']
          : [],
  };
}

/** Task 21 checks, 22 commits, 23 makes the certificates. */
export function anImport(program: FakeProgram, tasks: Record<number, Task>): FakeImport {
  let record: ImportRecord = {
    id: 1,
    file: 'results.csv',
    size: 64_210,
    encoding: 'UTF-8',
    delimiter: ';',
    state: 'checking',
    createdAt: noon,
    counts: { new: 0, changed: 0, unchanged: 0, conflicting: 0, invalid: 0 },
    newCourses: [],
    taskId: 21,
    certificatesTaskId: null,
    rejectsFile: null,
    error: null,
  };
  let uploaded = 0;
  program.call('imports.upload').handles(({ base64 }) => {
    uploaded += Buffer.from(base64, 'base64').length;
    return { uploadId: 'u1', received: uploaded };
  });
  program.call('imports.inspect').answers({
    file: 'results.csv',
    size: 64_210,
    format: 'csv',
    encoding: 'UTF-8',
    delimiter: ';',
    header: ['Candidate', 'Full name', 'Module', 'Result', 'Remarks'],
    firstRows: [
      ['C10001', 'Bùi Thị Hollowbrook', 'BIO-201', '61', ''],
      ['C10002', 'Carys Dunmorrow', 'BIO-201', '49.96', 'late'],
    ],
    mapping: { candidateId: 'Candidate', candidateName: 'Full name', mark: 'Result' },
    certain: ['candidateId', 'candidateName'],
    unused: ['Module', 'Remarks'],
    remembered: false,
    reading: { zone: 'Europe/London' },
  });
  program.call('imports.check').handles(() => {
    tasks[21] = aTask(21, { kind: 'imports.check', title: 'Check results.csv', state: 'running' });
    return { importId: 1, taskId: 21 };
  });
  program.call('imports.get').handles(() => record);
  program.call('imports.rows').handles(({ class: of, offset, limit }) => ({
    rows: Array.from({ length: Math.min(limit, Math.max(0, counts[of] - offset)) }, (_, at) =>
      rowOf(offset + at + 2, of),
    ),
    total: counts[of],
  }));
  program.call('imports.commit').handles(() => {
    record = { ...record, state: 'committing', taskId: 22 };
    tasks[22] = aTask(22, {
      kind: 'imports.commit',
      title: 'Import results.csv',
      state: 'running',
      progress: { done: 203, total: 812, step: 'Writing', perSecond: 900, secondsLeft: 1 },
    });
    return { taskId: 22 };
  });
  program.call('imports.discard').handles(() => {
    record = { ...record, state: 'discarded' };
    return {};
  });
  const ends = (id: number, summary: string) => {
    const { progress } = tasks[id] ?? aTask(id);
    tasks[id] = aTask(id, {
      state: 'succeeded',
      title: tasks[id]?.title ?? '',
      summary,
      progress: { ...progress, done: progress.total ?? 0, secondsLeft: null },
    });
    program.event('tasks.changed').pushes({ tasks: [tasks[id]] });
  };
  return {
    get record() {
      return record;
    },
    checked() {
      record = {
        ...record,
        state: 'checked',
        counts,
        newCourses: [
          { code: 'BIO-201', title: 'Cell Biology', passMark: '50', validityMonths: null },
        ],
        rejectsFile: '/home/officer/.local/share/examdesk/imports/1-rejects.csv',
      };
      ends(21, '819 rows checked');
    },
    committed() {
      tasks[23] = aTask(23, {
        title: 'Certificates: results.csv',
        state: 'running',
        progress: { done: 406, total: 812, step: 'Rendering', perSecond: 95, secondsLeft: 4 },
      });
      record = { ...record, state: 'committed', certificatesTaskId: 23 };
      program.event('tasks.changed').pushes({ tasks: [tasks[23]] });
      ends(22, '812 rows written');
    },
  };
}
