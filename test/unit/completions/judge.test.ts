/** What an event means against what is stored, case by case. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  contradictsCourse,
  judge,
  type Known,
  keyOf,
  needsCertificate,
} from '../../../src/main/features/completions/rules.ts';
import { aCompletionEvent, type EventBuilder, instantOf } from '../../helpers/builders.ts';

const earlier = '2026-06-01T10:00:00Z';
const later = '2026-06-02T10:00:00Z';

/** What is stored after these events, each accepted. */
function after(...events: EventBuilder[]): Known {
  let known: Known | undefined;
  for (const event of events) {
    const { facts, occurredAt } = judge(known, event.build());
    known = { facts, occurredAt, sameFile: false };
  }
  if (!known) throw new Error('Nothing is stored');
  return known;
}
const base = aCompletionEvent().withMark('55');
const regrade = base.withMark('62');

test.each([
  ['the same facts, no instants', base, base, 'unchanged', []],
  ['the same facts, later', base.happening(earlier), base.happening(later), 'unchanged', []],
  ['the same facts, earlier', base.happening(later), base.happening(earlier), 'unchanged', []],
  ['the same mark written otherwise', base, base.withMark('55.0'), 'unchanged', []],
  ['a mark one place finer', base, base.withMark('55.01'), 'changed', ['mark']],
  ['other facts, no instants', base, regrade, 'changed', ['mark']],
  ['other facts, later', base.happening(earlier), regrade.happening(later), 'changed', ['mark']],
  ['other facts, earlier', base.happening(later), regrade.happening(earlier), 'out_of_date', []],
  [
    'other facts, at the same instant',
    base.happening(later),
    regrade.happening(later),
    'conflicting',
    [],
  ],
  ['other facts, only the stored ones dated', base.happening(later), regrade, 'changed', ['mark']],
  ['other facts, only the new ones dated', base, regrade.happening(earlier), 'changed', ['mark']],
  ['a mark taken back', base, base.withMark(null), 'changed', ['mark']],
  ['a new name', base, base.named('Ilse Berg'), 'changed', ['name']],
  ['a hold', base, base.held('Fee unpaid'), 'changed', ['hold', 'holdReason']],
  ['nothing said about a hold', base.held('Fee unpaid'), base, 'unchanged', []],
  [
    'a hold lifted',
    base.held('Fee unpaid'),
    base.with({ hold: false }),
    'changed',
    ['hold', 'holdReason'],
  ],
] as const)('%s', (_what, stored, event, outcome, changes) => {
  const verdict = judge(after(stored), event.build());
  expect({ outcome: verdict.outcome, changes: verdict.changes }).toEqual({ outcome, changes });
});

test('what an event does not mention stays, what it gives as nothing goes', () => {
  const stored = after(base.reachableAt('i@example.org').with({ sitting: 'June' }));
  const { mark: _mark, enrolledAt: _enrolled, ...silent } = aCompletionEvent().build();
  const kept = judge(stored, silent);
  const gone = judge(stored, { ...silent, enrolledAt: null });
  expect([
    kept.outcome,
    gone.facts.enrolledAt,
    gone.facts.mark,
    gone.facts.email,
    gone.facts.sitting,
  ]).toEqual(['unchanged', null, '55', 'i@example.org', 'June']);
});

test('the first event is new and is stored with its instant', () => {
  expect(judge(undefined, base.happening(later).build())).toMatchObject({
    outcome: 'new',
    occurredAt: instantOf(later),
    facts: { mark: '55', hold: false, email: null },
  });
});

test('a refused event leaves the facts and the instant as they were, and says what to do', () => {
  const stored = after(base.happening(later));
  for (const event of [regrade.happening(earlier), regrade.happening(later)]) {
    const { facts, occurredAt, reason } = judge(stored, event.build());
    expect({ facts, occurredAt, reason }).toEqual({
      facts: stored.facts,
      occurredAt: stored.occurredAt,
      reason: expect.stringMatching(/Nothing to do|Correct one of the two/),
    });
  }
});

test('two rows of one file that disagree without a date conflict; with dates the later one holds', () => {
  const row = { ...after(base), sameFile: true };
  const dated = { ...after(base.happening(earlier)), sameFile: true };
  expect([
    judge(row, regrade.build()).outcome,
    judge(row, base.build()).outcome,
    judge(dated, regrade.happening(later).build()).outcome,
  ]).toEqual(['conflicting', 'unchanged', 'changed']);
});

test('whatever the order in which dated events arrive, the latest facts and the latest instant stay', () => {
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(days, (arrivals) => {
      const events = arrivals.map((day) =>
        base.withMark(String(day)).happening(`2026-06-${String(day).padStart(2, '0')}T10:00:00Z`),
      );
      const latest = Math.max(...arrivals);
      const { facts, occurredAt } = after(...events);
      expect([facts.mark, occurredAt]).toEqual([
        String(latest),
        instantOf(`2026-06-${String(latest).padStart(2, '0')}T10:00:00Z`),
      ]);
    }),
  );
});

test.each([
  ['name', base.named('Other'), true],
  ['mark', regrade, true],
  ['sitting', base.with({ sitting: 'Resit' }), true],
  ['completion date', base.completed('2026-05-29T15:30:00Z'), true],
  ['hold', base.held('x'), true],
  ['e-mail address', base.reachableAt('new@example.org'), false],
  ['start', base.with({ startedAt: 5 }), false],
  ['nothing', base, false],
])('a change of %s asks for a certificate: %#', (_what, event, needed) => {
  expect(needsCertificate(judge(after(base), event.build()))).toBe(needed);
});

test.each([
  ['the same title and pass mark', base.for('BIO-101', '50.0', 'Biology'), null],
  ['nothing but the code', base.forKnown('BIO-101'), null],
  [
    'another title',
    base.for('BIO-101', '50', 'Botany'),
    'is called "Biology" here, "Botany" in the file',
  ],
  [
    'another validity',
    base.for('BIO-101', '50', 'Biology').with({
      course: { code: 'BIO-101', title: 'Biology', passMark: '50', validityMonths: 24 },
    }),
    'valid for an unlimited time here, 24 months in the file',
  ],
  ['another pass mark', base.for('BIO-101', '60', 'Biology'), 'pass mark 50 here, 60 in the file'],
])('a course named with %s', (_what, event, problem) => {
  const answer = contradictsCourse(
    { title: 'Biology', passMark: '50', validityMonths: null },
    event.build(),
  );
  expect(answer).toEqual(problem === null ? null : expect.stringContaining(problem));
});

test('candidate, course and attempt make the key, and no two of them run together', () => {
  const keys = [
    base.of('1').for('23'),
    base.of('12').for('3'),
    base.of('1').for('2').with({ attempt: 3 }),
  ];
  expect(new Set(keys.map((event) => keyOf(event.build()))).size).toBe(3);
});
