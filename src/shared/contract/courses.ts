/** Courses as the officer keeps them, and the calls on them. */
import { z } from 'zod';
import { decimal } from '../completion-event.ts';
import { command, query } from '../rpc/types.ts';

export const course = z.strictObject({
  id: z.int(),
  code: z.string(),
  title: z.string(),
  passMark: decimal,
  /** Null: a certificate of this course never expires. */
  validityMonths: z.int().nullable(),
  completions: z.int(),
});
export type Course = z.output<typeof course>;

export const coursesContract = {
  list: query(z.strictObject({}), z.array(course)),
  /**
   * Creates a course or changes it. A new pass mark looks again at everyone of the course who has no
   * certificate; certificates already issued stay, and those now below the mark are listed as needing attention.
   */
  save: command(
    z.strictObject({
      code: z.string().trim().min(1).max(100),
      title: z.string().trim().min(1).max(500),
      passMark: decimal,
      validityMonths: z.int().min(1).max(1_200).nullable(),
    }),
    z.strictObject({
      course,
      /** The task that decides again, or null where nobody is affected. */
      taskId: z.int().nullable(),
    }),
  ),
};
