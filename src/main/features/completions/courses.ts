/** Courses as the office keeps them. A changed pass mark looks again at everyone without a certificate. */
import type { Course } from '../../../shared/contract/courses.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import { compareDecimals } from '../../kernel/decimal.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { decideAgain, warnOfPassMark } from '../certificates/api.ts';
import { audit } from '../office/api.ts';

interface Deps {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
}
const SELECT = `SELECT k.id, k.code, k.title, k.pass_mark AS passMark, k.validity_months AS validityMonths,
  (SELECT count(*) FROM completion WHERE course_id = k.id) AS completions FROM course AS k`;

export function coursesHandlers(deps: Deps): AppHandlers['courses'] {
  const { db, clock } = deps;
  return {
    list: () => db.reader.all<Course>(`${SELECT} ORDER BY k.code`),

    save: ({ code, title, passMark, validityMonths }, { actor }) =>
      db.write(async (tx) => {
        const before = await byCode(tx, code);
        await tx.run(
          `INSERT INTO course (code, title, pass_mark, validity_months, updated_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (code) DO UPDATE SET title = excluded.title, pass_mark = excluded.pass_mark,
             validity_months = excluded.validity_months, updated_at = excluded.updated_at`,
          [code, title, passMark, validityMonths, clock.now()],
        );
        const course = await byCode(tx, code);
        if (!course) throw new AppError('internal', `Course ${code} was not stored.`);
        const at = clock.now();
        await audit(tx, {
          at,
          actor,
          action: 'courses.save',
          detail: { before: before ?? null, after: course },
        });
        const moved = before !== undefined && compareDecimals(before.passMark, passMark) !== 0;
        if (moved) await warnOfPassMark(tx, course.id, passMark);
        const taskId = moved
          ? await decideAgain(tx, deps, course.id, {
              title: `Certificates: new pass mark of ${code}`,
              actor,
              key: `course:${code}`,
            })
          : null;
        return { course, taskId };
      }),
  };
}

const byCode = (db: Reader, code: string): Promise<Course | undefined> =>
  db.get<Course>(`${SELECT} WHERE k.code = ?`, [code]);
