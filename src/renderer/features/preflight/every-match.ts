/** Every finding that matches a filter, for a decision about all of them. */
import type { AppClient } from '../../../shared/contract/index.ts';
import type { Finding, FindingFilter } from '../../../shared/contract/preflight.ts';

const slice = 1_000;
/** As many as one decision takes. */
export const mostDecided = 10_000;

/** By id, in the order of the list. */
export async function everyMatch(
  client: AppClient,
  filter: FindingFilter,
): Promise<ReadonlyMap<number, Finding>> {
  const found = new Map<number, Finding>();
  for (let offset = 0; offset < mostDecided; offset += slice) {
    const { rows } = await client.preflight.findings({ ...filter, offset, limit: slice });
    for (const row of rows) found.set(row.id, row);
    if (rows.length < slice) break;
  }
  return found;
}
