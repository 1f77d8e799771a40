/** What one certificate says, and how a certificate can fail to be made. */
import { z } from 'zod';

const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,20})?$/);
const day = z.iso.date();

/** The snapshot a certificate is rendered from. Two equal snapshots give equal bytes. */
export const certificateData = z.strictObject({
  number: z.string().min(1).max(100),
  name: z.string(),
  courseCode: z.string(),
  courseTitle: z.string(),
  sitting: z.string().nullable(),
  /** Exactly as recorded, never rounded. */
  mark: decimal.nullable(),
  passMark: decimal,
  band: z.string().nullable(),
  completedOn: day,
  issuedOn: day,
  expiresOn: day.nullable(),
  /** The instant that the PDF gives as its own date; milliseconds UTC. */
  issuedAt: z.int().min(0).max(253_402_300_799_999),
  /** Further facts of the office's own, for `{{extra.group}}` and the like. */
  extra: z.record(z.string(), z.string()).optional(),
});
export type CertificateData = z.output<typeof certificateData>;

export type RenderFailureCode =
  /** No font at hand has a glyph for a character. */
  | 'glyph_missing'
  /** The text is too long for its box at the smallest size and the most lines allowed. */
  | 'does_not_fit'
  /** The text holds something that must not be printed: control characters, broken encoding. */
  | 'bad_text'
  /** The template prints a fact that this record lacks. */
  | 'missing_value';

/** Why a certificate cannot be made. Expected, and for an officer to act on: a value, never thrown. */
export interface RenderFailure {
  readonly code: RenderFailureCode;
  /** The field of the record that holds the text, or `template` where the wording itself is at fault. */
  readonly field: string;
  readonly text: string;
  readonly message: string;
  readonly remedy: string;
}

/** Leaves a drawing function for `renderCertificate`, which hands the failure back as a value. */
export class Refusal extends Error {
  readonly failure: RenderFailure;

  constructor(failure: RenderFailure) {
    super(failure.message);
    this.failure = failure;
  }
}
