/** What happened to one thing, newest first: when, what, by whom, why. */
import type { ReactNode } from 'react';
import classes from './history.module.css';
import { Moment } from './time.tsx';

export interface HistoryEntry {
  readonly key: string;
  readonly at: number;
  readonly what: ReactNode;
  readonly by: string;
  readonly why: string | null;
}

export function History({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  return (
    <ol className={classes.history}>
      {entries.map(({ key, at, what, by, why }) => (
        <li key={key}>
          <div className={classes.line}>
            {what}
            <span className="ed-dim">{by}</span>
            <span className={classes.when}>
              <Moment at={at} />
            </span>
          </div>
          {why && <div className={classes.why}>{why}</div>}
        </li>
      ))}
    </ol>
  );
}
