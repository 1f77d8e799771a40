/** What other features may ask of the office: its settings, and a line in the audit log. */
import type { Settings } from '../../../shared/contract/office.ts';
import type { Tx } from '../../kernel/db/database.ts';
import type { Reader } from '../../kernel/db/sql.ts';

/** The office's settings; what was never set has the value of this machine. */
export async function readSettings(db: Reader): Promise<Settings> {
  const rows = await db.all<{ key: string; value: string }>('SELECT key, value FROM setting');
  const stored = Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value)]));
  return {
    officeName: 'Examinations Office',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...stored,
  };
}

/** Notes in the same transaction what an officer did, so that the deed and its record stand or fall together. */
export async function audit(
  tx: Tx,
  entry: {
    readonly at: number;
    readonly actor: string;
    readonly action: string;
    readonly detail: unknown;
  },
): Promise<void> {
  await tx.run('INSERT INTO audit_log (at, actor, action, detail) VALUES (?, ?, ?, ?)', [
    entry.at,
    entry.actor,
    entry.action,
    JSON.stringify(entry.detail),
  ]);
}
