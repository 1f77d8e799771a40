/** Every version of the store's schema, in order: a released one never changes, a new one is added at the end. */
import { certificatesSchema } from './features/certificates/schema.ts';
import { trackingSchema } from './features/completions/schema.ts';
import { preflightSchema } from './features/preflight/schema.ts';
import { templatesSchema } from './features/templates/schema.ts';
import type { Migration } from './kernel/db/migrate.ts';
import { queueSchema } from './kernel/queue/schema.ts';

export const migrations = [
  queueSchema,
  trackingSchema,
  certificatesSchema,
  preflightSchema,
  templatesSchema,
] as const satisfies readonly Migration[];
