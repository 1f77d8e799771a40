/** A page, or the part of it below its heading, that scrolls as a whole and can be reached with the keyboard. */
import type { ReactNode } from 'react';

export function ScrollPage({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="ed-scroll ed-pad" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
