/** The office as a whole: the strip at the top, what needs attention, the ledger, settings, the doctor. */
import { z } from 'zod';
import { instant } from '../completion-event.ts';
import { command, query } from '../rpc/types.ts';
import { blockCode } from './certificates.ts';
import { task } from './tasks.ts';

export const settings = z.strictObject({
  officeName: z.string().trim().min(1).max(200),
  /** IANA zone in which times are shown and files without a zone are read. */
  zone: z.string(),
});
export type Settings = z.output<typeof settings>;

export const attentionItem = z.strictObject({
  kind: z.enum([
    'task_failed',
    'import_waiting',
    'certificate_failed',
    'certificate_stale',
    'certificate_blocked',
    'certificate_cancelled',
  ]),
  /** The task or import it is about; null where it is about many certificates. */
  id: z.int().nullable(),
  text: z.string(),
  count: z.int(),
});
export type AttentionItem = z.output<typeof attentionItem>;

export const ledger = z.strictObject({
  /** Completion rows in the tracking store: one per candidate, course and attempt. */
  entered: z.int(),
  completed: z.int(),
  issued: z.int(),
  inProgress: z.int(),
  blocked: z.int(),
  failed: z.int(),
  reasons: z.array(z.strictObject({ code: blockCode, count: z.int() })),
});
export type Ledger = z.output<typeof ledger>;

export const doctorCheck = z.strictObject({
  name: z.string(),
  ok: z.boolean(),
  found: z.string(),
  remedy: z.string().nullable(),
});
export type DoctorCheck = z.output<typeof doctorCheck>;

export const officeContract = {
  /** What the strip shows. */
  status: query(
    z.strictObject({}),
    z.strictObject({
      now: instant,
      version: z.string(),
      store: z.string(),
      readOnly: z.boolean(),
      settings,
      /** May heavy work run now? `until` is null where nothing is known to change it. */
      heavyWork: z.strictObject({
        open: z.boolean(),
        until: instant.nullable(),
        why: z.string(),
      }),
      running: z.array(task),
      waiting: z.int(),
      attention: z.array(attentionItem),
    }),
  ),
  ledger: query(z.strictObject({}), ledger),
  saveSettings: command(settings, settings),
  doctor: query(
    z.strictObject({}),
    z.strictObject({ ok: z.boolean(), checks: z.array(doctorCheck) }),
  ),
};
