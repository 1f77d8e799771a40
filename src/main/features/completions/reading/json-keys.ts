/** The keys of a JSON Lines file as its headings. */

/** The shape of a completion event itself, as flat keys: what another Examdesk or its interface writes. */
const eventKeys = [
  'eventId',
  'occurredAt',
  'candidate.id',
  'candidate.name',
  'candidate.email',
  'course.code',
  'course.title',
  'course.passMark',
  'course.validityMonths',
  'attempt',
  'sitting',
  'mark',
  'enrolledAt',
  'startedAt',
  'completedAt',
  'hold',
  'holdReason',
] as const;

/**
 * Each key once, as first met. A file of completion events gets all keys of one, because a hold or an
 * e-mail address may first occur further down than anybody looks for headings.
 */
export function jsonKeys(met: readonly string[]): string[] {
  const keys = new Set(met);
  if (keys.has('candidate.id')) for (const key of eventKeys) keys.add(key);
  return [...keys];
}
