/** An instant in the office's zone, relative with the absolute time in its tooltip. */
import { Tooltip } from '@mantine/core';
import { useFormat, useNow } from './use-format.ts';

/** Something that has happened; the clock here may be some seconds behind, which is no future. */
export function Ago({ at }: { readonly at: number | null }) {
  const format = useFormat();
  const now = useNow();
  if (at === null) return <Dash />;
  return (
    <Tooltip label={`${format.dateTime(at)} (${format.zone})`}>
      <time dateTime={new Date(at).toISOString()}>{format.relative(at, Math.max(now, at))}</time>
    </Tooltip>
  );
}

export function Moment({ at }: { readonly at: number | null }) {
  const format = useFormat();
  const now = useNow();
  if (at === null) return <Dash />;
  return (
    <Tooltip label={`${format.relative(at, now)} (${format.zone})`}>
      <time dateTime={new Date(at).toISOString()}>{format.dateTime(at)}</time>
    </Tooltip>
  );
}

/** The day alone, with the whole instant in its tooltip. */
export function Day({ at }: { readonly at: number | null }) {
  const format = useFormat();
  if (at === null) return <Dash />;
  return (
    <Tooltip label={`${format.dateTime(at)} (${format.zone})`}>
      <time dateTime={new Date(at).toISOString()}>{format.date(at)}</time>
    </Tooltip>
  );
}

export function Dash() {
  return (
    <span className="ed-dim" aria-hidden="true">
      –
    </span>
  );
}
