/** A completion event: what an exam system, a results file or an officer says happened. */
import { z } from 'zod';

/** An instant as integer milliseconds since 1970-01-01T00:00Z. */
export const instant = z.int().min(-8.64e15).max(8.64e15);

/**
 * A mark exactly as given, never rounded: an optional minus sign, up to 12 digits, and up to 20 more
 * behind a point. A decimal string, because a binary number would turn 49.999999999999999999 into 50.
 */
export const decimal = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,20})?$/, 'A number with a decimal point, for example 49.96.');

const label = (most: number) =>
  z.string().trim().min(1, 'Must not be empty.').max(most, `At most ${most} characters.`);

export const completionEvent = z.strictObject({
  /** The sender's own id of this event: the same id again changes nothing. */
  eventId: label(200).optional(),
  /** When the facts below became true at their source; an older event never replaces a newer one. */
  occurredAt: instant.optional(),
  candidate: z.strictObject({
    /** The candidate number: unique in the office, stable over name changes. */
    id: label(100),
    name: label(2_000),
    email: label(320).optional(),
  }),
  course: z.strictObject({
    code: label(100),
    title: label(500).optional(),
    passMark: decimal.optional(),
    /** How long a certificate of this course is valid; absent: for ever. */
    validityMonths: z.int().min(1).max(1_200).optional(),
  }),
  attempt: z.int().min(1).max(1_000).default(1),
  sitting: label(200).optional(),
  mark: decimal.nullish(),
  enrolledAt: instant.nullish(),
  startedAt: instant.nullish(),
  completedAt: instant.nullish(),
  /** True keeps the certificate back until the hold is lifted. Absent leaves a hold as it is. */
  hold: z.boolean().optional(),
  holdReason: label(500).optional(),
});
export type CompletionEvent = z.output<typeof completionEvent>;
export type CompletionEventInput = z.input<typeof completionEvent>;

/** The columns an import file may be mapped to, in the order the mapping form shows them. */
export const importFields = [
  'candidateId',
  'candidateName',
  'email',
  'courseCode',
  'courseTitle',
  'passMark',
  'validityMonths',
  'attempt',
  'sitting',
  'mark',
  'enrolledAt',
  'startedAt',
  'completedAt',
  'hold',
  'holdReason',
  'eventId',
  'occurredAt',
] as const;
export type ImportField = (typeof importFields)[number];
export const requiredImportFields = ['candidateId', 'candidateName', 'courseCode'] as const;

/** Which column of the file feeds which field; a field that is absent is not read. */
export const columnMapping = z.partialRecord(z.enum(importFields), z.string());
export type ColumnMapping = z.output<typeof columnMapping>;

/** How numbers and dates of a file are to be understood where the file does not say. */
export const readingOptions = z.strictObject({
  /** IANA zone for dates and times that carry none. */
  zone: z.string().default('UTC'),
  /** Which comes first in 03/04/2026. Absent: such a date is refused as ambiguous. */
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
});
export type ReadingOptions = z.output<typeof readingOptions>;

/** One thing wrong with one row. */
export const rowProblem = z.strictObject({
  /** The field, or `row` where the whole row cannot be read. */
  field: z.enum([...importFields, 'row']),
  /** The column's own heading in the file, where there is one. */
  column: z.string().optional(),
  /** What stands there, shortened for display. */
  value: z.string().optional(),
  message: z.string(),
  remedy: z.string(),
});
export type RowProblem = z.output<typeof rowProblem>;
