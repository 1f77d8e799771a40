/** Importing a results file: upload, inspect, map, check (a dry run), review, commit. */
import { z } from 'zod';
import { columnMapping, importFields, instant, readingOptions } from '../completion-event.ts';
import { command, query } from '../rpc/types.ts';
import { listOf, slice } from './paging.ts';

/** A file already on this machine, or one that the window has uploaded. */
export const importSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('upload'), uploadId: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('sample'),
    name: z.enum(['results.csv', 'regrades.csv', 'results-all-scripts.csv']),
  }),
]);
export type ImportSource = z.output<typeof importSource>;

/**
 * new: no completion yet for candidate, course and attempt. unchanged: the same facts are stored.
 * changed: other facts, not older than the stored ones. conflicting: contradicts what is stored or
 * another row. invalid: cannot be read. Only new and changed rows are written by a commit.
 */
export const rowClasses = ['new', 'changed', 'unchanged', 'conflicting', 'invalid'] as const;
export const rowClass = z.enum(rowClasses);
export type RowClass = z.output<typeof rowClass>;

export const importRow = z.strictObject({
  row: z.int(),
  class: rowClass,
  candidateId: z.string().nullable(),
  candidateName: z.string().nullable(),
  courseCode: z.string().nullable(),
  mark: z.string().nullable(),
  /** For a changed row: which facts, from what, to what. */
  changes: z.array(
    z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
  ),
  /** For a conflicting or invalid row: what is wrong and what to do, a sentence each. */
  problems: z.array(z.string()),
});
export type ImportRow = z.output<typeof importRow>;

const rowCounts = z.strictObject({
  new: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  conflicting: z.int(),
  invalid: z.int(),
});
export type RowCounts = z.output<typeof rowCounts>;

export const importState = z.enum([
  'checking',
  'checked',
  'committing',
  'committed',
  'discarded',
  'failed',
]);

export const importRecord = z.strictObject({
  id: z.int(),
  file: z.string(),
  /** Bytes. */
  size: z.int(),
  encoding: z.string(),
  /** Null for JSON Lines. */
  delimiter: z.string().nullable(),
  state: importState,
  createdAt: instant,
  counts: rowCounts,
  /** Courses that the commit will create. */
  newCourses: z.array(
    z.strictObject({
      code: z.string(),
      title: z.string(),
      passMark: z.string(),
      validityMonths: z.int().nullable(),
    }),
  ),
  /** The task that checks, or since the commit the one that commits. */
  taskId: z.int().nullable(),
  /** The task that makes the certificates of this import, once there is one. */
  certificatesTaskId: z.int().nullable(),
  /** The CSV of rows that were not imported, with the reason of each; null where there is none. */
  rejectsFile: z.string().nullable(),
  /** Why the check or the commit failed. */
  error: z.string().nullable(),
});
export type ImportRecord = z.output<typeof importRecord>;

export const inspection = z.strictObject({
  file: z.string(),
  size: z.int(),
  format: z.enum(['csv', 'jsonl']),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  header: z.array(z.string()),
  /** The first rows, a cell per heading. */
  firstRows: z.array(z.array(z.string())),
  mapping: columnMapping,
  /** Fields whose column follows from the heading beyond doubt; the others in `mapping` are guesses. */
  certain: z.array(z.enum(importFields)),
  /** Headings that feed nothing. */
  unused: z.array(z.string()),
  /** True where the mapping is the one used for the same headings the last time. */
  remembered: z.boolean(),
  /** The reading options used the last time, or the office's own. */
  reading: readingOptions,
});
export type Inspection = z.output<typeof inspection>;

export const importsContract = {
  /** One part of a file; the first one has no uploadId and the answer names it. At most 1 MiB of bytes a part. */
  upload: command(
    z.strictObject({
      uploadId: z.string().optional(),
      name: z.string().min(1).max(255),
      offset: z.int().min(0),
      base64: z.string().max(1_500_000),
    }),
    z.strictObject({ uploadId: z.string(), received: z.int() }),
  ),
  inspect: query(z.strictObject({ source: importSource }), inspection),
  /** Starts the dry run: reads and classes every row, writes nothing to the tracking store. */
  check: command(
    z.strictObject({
      source: importSource,
      mapping: columnMapping,
      reading: readingOptions,
    }),
    z.strictObject({ importId: z.int(), taskId: z.int() }),
  ),
  list: query(z.strictObject({ ...slice }), listOf(importRecord)),
  get: query(z.strictObject({ importId: z.int() }), importRecord),
  rows: query(z.strictObject({ importId: z.int(), class: rowClass, ...slice }), listOf(importRow)),
  /** Writes the new and changed rows of a checked import and queues their certificates. */
  commit: command(z.strictObject({ importId: z.int() }), z.strictObject({ taskId: z.int() })),
  discard: command(z.strictObject({ importId: z.int() }), z.strictObject({})),
};
