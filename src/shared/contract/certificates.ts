/** Certificates: their states, the list, one with its history and its why-not, hold and revoke, export. */
import { z } from 'zod';
import { instant } from '../completion-event.ts';
import { command, query } from '../rpc/types.ts';
import { listOf, slice } from './paging.ts';

/**
 * expected: to be decided. blocked: not entitled now, with a reason. rendering: numbered, its PDF is
 * being made. issued: sealed on disk with its hash in the store. failed: could not be made. superseded:
 * a newer certificate took its place. revoked: taken back by an officer.
 */
export const certificateStates = [
  'expected',
  'blocked',
  'rendering',
  'issued',
  'failed',
  'superseded',
  'revoked',
] as const;
export const certificateState = z.enum(certificateStates);
export type CertificateState = z.output<typeof certificateState>;

/** Why a completion has no certificate. The order is the order in which an officer can act on them. */
export const blockCodes = [
  'on_hold',
  'not_enrolled',
  'not_completed',
  'no_mark',
  'below_pass_mark',
  /** No font at hand can draw a character of the name. */
  'glyph_missing',
  /** The name is too long for its box at the smallest size. */
  'does_not_fit',
  /** The name holds characters that must not be printed. */
  'bad_text',
  /** The template prints a fact that the completion lacks. */
  'missing_value',
] as const;
export const blockCode = z.enum(blockCodes);
export type BlockCode = z.output<typeof blockCode>;

export const certificate = z.strictObject({
  id: z.int(),
  completionId: z.int(),
  state: certificateState,
  number: z.string().nullable(),
  candidateId: z.string(),
  candidateName: z.string(),
  courseCode: z.string(),
  courseTitle: z.string(),
  sitting: z.string().nullable(),
  mark: z.string().nullable(),
  reasonCode: z.string().nullable(),
  /** A sentence for the officer: why blocked, failed, superseded or revoked. */
  reason: z.string().nullable(),
  /** Set where an issued certificate no longer agrees with the tracking store, for example after a regrade. */
  warning: z.string().nullable(),
  issuedAt: instant.nullable(),
  expiresOn: z.string().nullable(),
  taskId: z.int().nullable(),
  updatedAt: instant,
});
export type Certificate = z.output<typeof certificate>;

export const certificateDetail = z.strictObject({
  certificate,
  file: z.strictObject({ path: z.string(), size: z.int(), sha256: z.string() }).nullable(),
  /** How often its PDF was rendered; 1 unless a crash came between rendering and sealing. */
  renders: z.int(),
  /** Every condition, the facts compared, and what would change a no. */
  conditions: z.array(
    z.strictObject({
      code: blockCode,
      met: z.boolean(),
      required: z.string(),
      found: z.string(),
      remedy: z.string().nullable(),
    }),
  ),
  history: z.array(
    z.strictObject({
      at: instant,
      from: certificateState.nullable(),
      to: certificateState,
      reason: z.string().nullable(),
      actor: z.string(),
      taskId: z.int().nullable(),
    }),
  ),
  /** Other certificates of the same completion, newest first. */
  others: z.array(certificate),
});
export type CertificateDetail = z.output<typeof certificateDetail>;

const filter = {
  /** Words of a name, a candidate number, a course code, or a certificate number. */
  text: z.string().max(200).optional(),
  state: certificateState.optional(),
  /** Only those with this reason. */
  reasonCode: z.string().optional(),
  course: z.string().optional(),
  taskId: z.int().optional(),
  /** True: only those that carry a warning. */
  warned: z.literal(true).optional(),
};
export const certificateFilter = z.strictObject(filter);
export type CertificateFilter = z.output<typeof certificateFilter>;

/** files: one PDF each. zip: certificates.zip with the PDFs and the manifest. merged: certificates.pdf, a print file. */
export const exportFormats = ['files', 'zip', 'merged'] as const;
export const exportFormat = z.enum(exportFormats);
export type ExportFormat = z.output<typeof exportFormat>;

/** In which order certificates are written; `course` is by course, then by name. */
export const exportOrders = ['number', 'name', 'course', 'candidate'] as const;
export const exportOrder = z.enum(exportOrders);
export type ExportOrder = z.output<typeof exportOrder>;

export const certificatesContract = {
  list: query(
    z.strictObject({
      ...filter,
      sort: z.enum(['newest', 'name', 'course', 'number']).default('newest'),
      ...slice,
    }),
    listOf(certificate),
  ),
  /** Counts per state (ignoring `state`), and per reason among the blocked and failed ones. */
  counts: query(
    certificateFilter,
    z.strictObject({
      states: z.record(certificateState, z.int()),
      reasons: z.array(z.strictObject({ code: z.string(), count: z.int() })),
    }),
  ),
  get: query(z.strictObject({ id: z.int() }), certificateDetail),
  /** The sealed PDF, checked against its stored hash before it is handed out. */
  pdf: query(
    z.strictObject({ id: z.int() }),
    z.strictObject({ name: z.string(), base64: z.string() }),
  ),
  /** Takes issued certificates back. The rows and files stay; a verifier answers "revoked". */
  revoke: command(
    z.strictObject({
      ids: z.array(z.int()).min(1).max(10_000),
      reason: z.string().trim().min(1).max(500),
    }),
    z.strictObject({ revoked: z.int() }),
  ),
  /**
   * Starts a task that copies the matching issued certificates into a folder that holds no export yet, with a
   * manifest: asked, written, missed, SHA-256.
   */
  export: command(
    z.strictObject({
      filter: certificateFilter,
      folder: z.string().min(1),
      format: exportFormat.default('files'),
      /**
       * Names of the files, for `files` and `zip`: {number}, {name}, {course}, {candidate}, {sitting}, {year},
       * and / for folders. Absent: course, number and name.
       */
      pattern: z.string().trim().min(1).max(200).optional(),
      order: exportOrder.default('number'),
    }),
    z.strictObject({ taskId: z.int(), asked: z.int() }),
  ),
};
