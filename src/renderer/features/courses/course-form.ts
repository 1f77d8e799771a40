/** What an officer types into the form of a course, and what of it is wrong. */
import { decimal } from '../../../shared/completion-event.ts';
import type { Course } from '../../../shared/contract/courses.ts';
import { courseWords } from '../../messages/completions.ts';

export interface CourseFields {
  readonly code: string;
  readonly title: string;
  readonly passMark: string;
  readonly validity: string;
}
export interface CourseInput {
  readonly code: string;
  readonly title: string;
  readonly passMark: string;
  readonly validityMonths: number | null;
}

export const fieldsOf = (course: Course | null): CourseFields => ({
  code: course?.code ?? '',
  title: course?.title ?? '',
  passMark: course?.passMark ?? '50',
  validity: course?.validityMonths?.toString() ?? '',
});

export type CourseProblems = Partial<Record<keyof CourseFields, string>>;

/** The call's input, or what is wrong with each field. */
export function readCourse(
  fields: CourseFields,
): { readonly input: CourseInput } | { readonly problems: CourseProblems } {
  const code = fields.code.trim();
  const title = fields.title.trim();
  const passMark = fields.passMark.trim();
  const validity = fields.validity.trim();
  const months = validity === '' ? null : Number(validity);
  const problems: CourseProblems = {
    ...(code === '' ? { code: courseWords.missing } : {}),
    ...(title === '' ? { title: courseWords.missing } : {}),
    ...(decimal.safeParse(passMark).success ? {} : { passMark: courseWords.passMarkWrong }),
    ...(months === null || (Number.isInteger(months) && months >= 1 && months <= 1_200)
      ? {}
      : { validity: courseWords.validityWrong }),
  };
  return Object.keys(problems).length > 0
    ? { problems }
    : { input: { code, title, passMark, validityMonths: months } };
}
