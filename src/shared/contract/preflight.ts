/** Pre-flight: what would go wrong on paper, looked for in a whole batch before anything is rendered. */
import { z } from 'zod';
import { instant } from '../completion-event.ts';
import { command, query } from '../rpc/types.ts';
import { listOf, slice } from './paging.ts';

/**
 * The first four keep a certificate from being made, here and at rendering alike. `template_unusable` and
 * `image_missing` keep all of them. The others are for an officer to look at.
 */
export const findingKinds = [
  /** No font at hand can draw a character. */
  'glyph_missing',
  /** Too long for its box at the smallest size. */
  'does_not_fit',
  /** Control, invisible or direction-changing characters, halves of characters, far too long. */
  'bad_text',
  /** The template prints a fact that the record lacks. */
  'missing_value',
  'template_unusable',
  'image_missing',
  /** A picture of the template has less than 300 dots per inch. */
  'image_resolution',
  /** Letters of another script that look like the ones meant, such as a Cyrillic а in a Latin name. */
  'look_alike',
  /** A name with letters of both directions. */
  'mixed_direction',
  /** Two candidates of the batch have one name. */
  'same_name',
  /** Fits only on several lines, or much smaller than the template means. */
  'tight_fit',
] as const;
export const findingKind = z.enum(findingKinds);
export type FindingKind = z.output<typeof findingKind>;

/** blocks: cannot be printed. warning: probably wrong. note: worth a look at the preview. */
export const findingSeverity = z.enum(['blocks', 'warning', 'note']);
export type FindingSeverity = z.output<typeof findingSeverity>;

export const findingDecision = z.enum(['issue_anyway', 'hold', 'fixed']);
export type FindingDecision = z.output<typeof findingDecision>;

/** resolved: the fact that it is about has changed since. Otherwise what was decided, or open. */
export const findingStatuses = ['open', 'issue_anyway', 'hold', 'fixed', 'resolved'] as const;
export const findingStatus = z.enum(findingStatuses);
export type FindingStatus = z.output<typeof findingStatus>;

const facts = {
  kind: findingKind,
  severity: findingSeverity,
  /** Null for what is wrong with the template. */
  candidateId: z.string().nullable(),
  candidateName: z.string().nullable(),
  courseCode: z.string().nullable(),
  completionId: z.int().nullable(),
  /** For a row of an import under review. */
  importId: z.int().nullable(),
  importRow: z.int().nullable(),
  /** `name`, `sitting`, `courseTitle` and so on; `template` where the wording or a picture is at fault. */
  field: z.string(),
  reason: z.string(),
  remedy: z.string(),
};

export const finding = z.strictObject({
  id: z.int(),
  runId: z.int(),
  ...facts,
  status: findingStatus,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
});
export type Finding = z.output<typeof finding>;

/** A finding that was looked for and not kept. */
export const bareFinding = z.strictObject(facts);
export type BareFinding = z.output<typeof bareFinding>;

/** Whose certificates are looked at. Only people who are entitled: nobody else's is going to be printed. */
export const preflightScope = z.discriminatedUnion('kind', [
  /** Everyone whose certificate is expected, or blocked because it could not be printed. */
  z.strictObject({
    kind: z.literal('due'),
    courses: z.array(z.string().min(1).max(100)).min(1).max(1_000).optional(),
    /** Only the certificates of this task. */
    taskId: z.int().optional(),
  }),
  /** The new and changed rows of an import under review, or the due certificates of a committed one. */
  z.strictObject({ kind: z.literal('import'), importId: z.int() }),
]);
export type PreflightScope = z.output<typeof preflightScope>;

export const kindCount = z.strictObject({
  kind: findingKind,
  severity: findingSeverity,
  count: z.int(),
});
export type KindCount = z.output<typeof kindCount>;

export const preflightRun = z.strictObject({
  id: z.int(),
  taskId: z.int(),
  scope: preflightScope,
  /** What was looked at, for people: "results.csv", "BIO-101", "everything due". */
  title: z.string(),
  /** Entitled people that were looked at; null until the task has ended. */
  checked: z.int().nullable(),
  createdAt: instant,
  createdBy: z.string(),
});
export type PreflightRun = z.output<typeof preflightRun>;

const filter = {
  runId: z.int().optional(),
  kind: findingKind.optional(),
  severity: findingSeverity.optional(),
  status: findingStatus.optional(),
  course: z.string().optional(),
  /** Words of a name, a candidate number, or a course code. */
  text: z.string().max(200).optional(),
};
export const findingFilter = z.strictObject(filter);
export type FindingFilter = z.output<typeof findingFilter>;

export const preflightContract = {
  /** Starts the task that looks at everyone of the scope. Nothing is rendered. */
  start: command(
    z.strictObject({ scope: preflightScope }),
    z.strictObject({ taskId: z.int(), runId: z.int(), people: z.int() }),
  ),
  /** The same at once, without a task and without keeping anything: works beside a running program. */
  check: query(
    z.strictObject({
      scope: preflightScope,
      /** At most so many findings in the answer; all are counted. */
      limit: z.int().min(1).max(10_000).default(1_000),
    }),
    z.strictObject({
      checked: z.int(),
      notDue: z.int(),
      counts: z.array(kindCount),
      findings: z.array(bareFinding),
      /** All findings, also those beyond the limit. */
      total: z.int(),
    }),
  ),
  runs: query(z.strictObject({ ...slice }), listOf(preflightRun)),
  /** What blocks first, then by kind and name. */
  findings: query(z.strictObject({ ...filter, ...slice }), listOf(finding)),
  /** Per kind (ignoring `kind` and `severity`), and per status (ignoring `status`). */
  counts: query(
    findingFilter,
    z.strictObject({
      kinds: z.array(kindCount),
      statuses: z.record(findingStatus, z.int()),
    }),
  ),
  /**
   * issue_anyway: seen and accepted; refused for what cannot be printed. hold: keeps the certificate back
   * until the hold is lifted. fixed: the record is being put right at its source. A finding goes by itself
   * when a correction arrives.
   */
  decide: command(
    z.strictObject({
      ids: z.array(z.int()).min(1).max(10_000),
      decision: findingDecision,
      /** For a hold; absent: the kind of finding. */
      reason: z.string().trim().min(1).max(500).optional(),
    }),
    z.strictObject({
      changed: z.int(),
      /** The task that decides again about certificates put on hold or released; null for none. */
      taskId: z.int().nullable(),
    }),
  ),
};
