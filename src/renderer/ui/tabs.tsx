/** A row of states with their counts, of which one is shown. */

import classes from './tabs.module.css';
import { useFormat } from './use-format.ts';

export interface CountTab<Name extends string> {
  readonly name: Name;
  readonly word: string;
  readonly count: number | undefined;
  /** Drawn so that it is seen where its count is not zero. */
  readonly alarming?: boolean;
}

export function CountTabs<Name extends string>({
  label,
  tabs,
  current,
  onPick,
}: {
  readonly label: string;
  readonly tabs: readonly CountTab<Name>[];
  readonly current: Name;
  readonly onPick: (name: Name) => void;
}) {
  const format = useFormat();
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.name}
          type="button"
          className={classes.tab}
          aria-current={tab.name === current ? 'true' : undefined}
          onClick={() => onPick(tab.name)}
        >
          {tab.word}
          <span
            className={classes.count}
            data-alarming={tab.alarming && (tab.count ?? 0) > 0 ? '' : undefined}
          >
            {tab.count === undefined ? '·' : format.number(tab.count)}
          </span>
        </button>
      ))}
    </nav>
  );
}
