/** Completion events as JSON text from outside: marks kept digit by digit, instants with a zone, every problem named. */
import type { z } from 'zod';
import { type CompletionEventInput, completionEvent } from '../../../shared/completion-event.ts';
import { AppError } from '../../../shared/errors.ts';
import { parseInstant } from './instant.ts';

/** How many events one request may carry: what one `completions.record` takes. */
export const maxEvents = 1_000;

/** UTF-8 bytes of one text of events. */
export const maxEventBytes = 8 * 1024 * 1024;

/** One thing wrong with one event; `index` counts from 0, null where it is about the whole text. */
export interface EventIssue {
  readonly index: number | null;
  readonly field: string;
  readonly message: string;
}

const instantFields = ['occurredAt', 'enrolledAt', 'startedAt', 'completedAt'] as const;

/** Reads one event, an array of events, or `{ "events": [...] }`. Throws `invalid_input` with every issue in its details. */
export function readEvents(text: string): CompletionEventInput[] {
  if (text.length > maxEventBytes)
    throw refuse(
      [whole('It is larger than 8 MiB. Send it in parts, or import it as a JSON Lines file.')],
      0,
    );
  const events = listOfEvents(parseKeepingMarks(text));
  if (events.length === 0) throw refuse([whole('There is no event in it.')], 0);
  if (events.length > maxEvents)
    throw refuse(
      [
        whole(
          `It holds ${events.length} events; at most ${maxEvents} are taken at once. Send them in parts, or import them as a JSON Lines file.`,
        ),
      ],
      events.length,
    );
  const issues: EventIssue[] = [];
  const read = events.map((event, index) => readEvent(event, index, issues));
  if (issues.length > 0) throw refuse(issues, events.length);
  return read.filter((event) => event !== undefined);
}

/**
 * JSON numbers become binary, and 49.999999999999999999 would become 50. The digits of a number under
 * "mark" or "passMark" are therefore put between quotes before the text is parsed.
 */
function parseKeepingMarks(text: string): unknown {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    JSON.parse(json);
  } catch (cause) {
    throw refuse([whole(`It is not JSON: ${(cause as Error).message}. Send UTF-8 JSON.`)], 0);
  }
  const quoted = json.replace(
    /("(?:[^"\\]|\\.)*")(?:(\s*:\s*)(-?\d[\d.eE+-]*))?/g,
    (found, name: string, colon: string | undefined, digits: string | undefined) =>
      digits !== undefined && isMarkName(name) ? `${name}${colon}"${digits}"` : found,
  );
  return JSON.parse(quoted);
}

const isMarkName = (token: string) => ['mark', 'passMark'].includes(JSON.parse(token));

function listOfEvents(body: unknown): unknown[] {
  if (Array.isArray(body)) return body;
  if (!isRecord(body))
    throw refuse(
      [whole('Send one event as an object, an array of events, or {"events": [...]}.')],
      0,
    );
  if (!('events' in body)) return [body];
  const others = Object.keys(body).filter((key) => key !== 'events');
  if (others.length > 0)
    throw refuse([whole(`Beside "events" it has ${others.join(', ')}. Remove that.`)], 0);
  if (!Array.isArray(body.events))
    throw refuse([{ index: null, field: 'events', message: 'Must be an array of events.' }], 0);
  return body.events;
}

function readEvent(
  event: unknown,
  index: number,
  issues: EventIssue[],
): CompletionEventInput | undefined {
  if (!isRecord(event)) {
    issues.push({ index, field: '', message: 'An event is an object.' });
    return undefined;
  }
  const converted: Record<string, unknown> = { ...event };
  const refused = new Set<string>();
  for (const field of instantFields) {
    const value = converted[field];
    if (typeof value !== 'string') continue;
    const instant = parseInstant(value);
    if (typeof instant === 'number') converted[field] = instant;
    else {
      refused.add(field);
      issues.push({ index, field, message: instant.problem });
    }
  }
  const parsed = completionEvent.safeParse(converted);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    if (!refused.has(String(issue.path[0]))) issues.push(...explain(issue, index));
  return undefined;
}

function explain(issue: z.core.$ZodIssue, index: number): EventIssue[] {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      index,
      field: field === '' ? key : `${field}.${key}`,
      message: 'There is no such field. Check its spelling, or remove it.',
    }));
  const missing = / received undefined$/.test(issue.message);
  return [{ index, field, message: missing ? 'Is missing.' : issue.message }];
}

const whole = (message: string): EventIssue => ({ index: null, field: '', message });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function refuse(issues: readonly EventIssue[], events: number): AppError {
  const told = issues.slice(0, 3).map(({ index, field, message }) => {
    const at = index === null || events === 1 ? '' : `event ${index}`;
    const place = [at, field].filter((part) => part !== '').join(', ');
    return place === '' ? message : `${place}: ${message}`;
  });
  const more = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  return new AppError(
    'invalid_input',
    `The events were refused and nothing was recorded. ${told.join(' ')}${more}`,
    { details: { issues } },
  );
}
