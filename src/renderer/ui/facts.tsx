/** Facts about one thing: a name and a value each. */
import { Fragment, type ReactNode } from 'react';

export function Facts({
  of,
}: {
  readonly of: readonly (readonly [name: string, value: ReactNode] | null)[];
}) {
  return (
    <dl className="ed-facts">
      {of.map((fact) =>
        fact === null ? null : (
          <Fragment key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
