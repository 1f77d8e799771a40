/** Certificate templates: versions that never change, which course uses which, previews and proofs. */
import { z } from 'zod';
import { instant } from '../completion-event.ts';
import { command, query } from '../rpc/types.ts';

const templateVersionRecord = z.strictObject({
  version: z.int(),
  /** SHA-256 of the template and every file it names: what a certificate records of its template. */
  hash: z.string(),
  createdAt: instant,
  createdBy: z.string(),
  note: z.string().nullable(),
  /** Certificates that were issued from exactly this content. */
  issued: z.int(),
});
export type TemplateVersionRecord = z.output<typeof templateVersionRecord>;

const templateRecord = z.strictObject({
  id: z.int(),
  name: z.string(),
  /** Used by every course that names no other. */
  isDefault: z.boolean(),
  /** Codes of the courses that name this one. */
  courses: z.array(z.string()),
  /** Newest first; the first one is used for new certificates. */
  versions: z.array(templateVersionRecord),
});
export type TemplateRecord = z.output<typeof templateRecord>;

/** Whose certificate a preview shows. */
export const previewSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('completion'), id: z.int() }),
  /** A candidate by the office's own number, in the newest completion. */
  z.strictObject({ kind: z.literal('candidate'), candidateId: z.string().min(1) }),
  /** The longest name in the tracking store, or in a course of it. */
  z.strictObject({ kind: z.literal('longest'), course: z.string().optional() }),
  /** The name with the most characters outside Latin script. */
  z.strictObject({ kind: z.literal('exotic'), course: z.string().optional() }),
  /** An invented candidate, for a store that has none. */
  z.strictObject({ kind: z.literal('invented') }),
]);
export type PreviewSubject = z.output<typeof previewSubject>;

const templateJson = z.string().max(2_000_000);
const note = z.string().trim().max(500).optional();
const addedVersion = z.strictObject({
  id: z.int(),
  version: z.int(),
  /** False: the newest version has this very content already. */
  isNew: z.boolean(),
});

export const templatePreview = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('made'),
    /** A PDF. */
    base64: z.string(),
    candidateName: z.string(),
    /** What is worth knowing before issuing, for example a picture below 300 dpi. */
    warnings: z.array(z.string()),
  }),
  /** The template is good, but not for this candidate. */
  z.strictObject({
    outcome: z.literal('not_made'),
    candidateName: z.string(),
    reason: z.string(),
    remedy: z.string(),
  }),
  /** The template cannot be used for anybody: it names what is wrong and where. */
  z.strictObject({ outcome: z.literal('unusable'), reason: z.string() }),
  /** The tracking store has no such candidate. */
  z.strictObject({ outcome: z.literal('nobody'), reason: z.string() }),
]);
export type TemplatePreview = z.output<typeof templatePreview>;

export const templatesContract = {
  /** The default template first. */
  list: query(z.strictObject({}), z.array(templateRecord)),
  /** The text of one version's template.json, and the files it names; the newest where no version is named. */
  source: query(
    z.strictObject({ id: z.int(), version: z.int().optional() }),
    z.strictObject({ version: z.int(), json: templateJson, files: z.array(z.string()) }),
  ),
  /** Reads a folder with template.json and its files. A known name gets a new version, the same content none. */
  importFolder: command(
    z.strictObject({ folder: z.string().trim().min(1), note }),
    addedVersion.extend({ name: z.string() }),
  ),
  /**
   * A new version from edited JSON; the files it names are taken from `version`, or the newest. JSON with
   * another name makes another template.
   */
  save: command(
    z.strictObject({ id: z.int(), version: z.int().optional(), json: templateJson, note }),
    addedVersion,
  ),
  setDefault: command(z.strictObject({ id: z.int() }), z.strictObject({})),
  /** From now on new certificates of the course use this template; null: the default one. */
  assign: command(
    z.strictObject({ courseCode: z.string(), id: z.int().nullable() }),
    z.strictObject({}),
  ),
  /** A certificate marked PROOF, from a stored version or from JSON that has not been saved. Stores nothing. */
  preview: query(
    z.strictObject({
      id: z.int(),
      version: z.int().optional(),
      json: templateJson.optional(),
      subject: previewSubject,
    }),
    templatePreview,
  ),
  /** A task that makes one PDF of proofs of the candidates most at risk; its summary names the file. */
  contactSheet: command(
    z.strictObject({
      id: z.int(),
      version: z.int().optional(),
      course: z.string().optional(),
      /** Candidates of each kind of risk. */
      each: z.int().min(1).max(50).default(5),
    }),
    z.strictObject({ taskId: z.int() }),
  ),
};
