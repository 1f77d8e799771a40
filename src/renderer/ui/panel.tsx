/** The panel beside a list: a heading that stays, a way to close it, what it holds. */
import { CloseButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

export function Panel({
  title,
  note,
  label,
  closeLabel,
  onClose,
  actions,
  wide = false,
  children,
}: {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly label: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  useHotkeys([['Escape', onClose]]);
  return (
    <aside className={classes.panel} data-wide={wide || undefined} aria-label={label}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2>{title}</h2>
          {note && <div className={classes.note}>{note}</div>}
        </div>
        <CloseButton aria-label={closeLabel} onClick={onClose} />
      </header>
      {actions && <div className={classes.actions}>{actions}</div>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section className={classes.body} tabIndex={0} aria-label={label}>
        {children}
      </section>
    </aside>
  );
}

export function PanelPart({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
