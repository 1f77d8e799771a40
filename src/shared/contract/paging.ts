/** How every list is asked for and answered: a slice by position, so that a long table can jump anywhere. */
import { z } from 'zod';

export const slice = {
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1_000).default(100),
};

/** `total` counts all rows that match, not only the ones in this answer. */
export const listOf = <R extends z.ZodType>(row: R) =>
  z.strictObject({ rows: z.array(row), total: z.int().min(0) });
