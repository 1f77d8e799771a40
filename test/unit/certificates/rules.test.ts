/** Who is entitled, the printed band, and the calendar dates on a certificate. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateIn, expiryOf } from '../../../src/main/features/certificates/dates.ts';
import {
  bandOf,
  conditionsOf,
  decide,
  type EligibilityFacts,
} from '../../../src/main/features/certificates/rules.ts';

const entitled: EligibilityFacts = {
  hold: false,
  holdReason: null,
  enrolledAt: 1,
  completedAt: 2,
  mark: '65',
  passMark: '50',
};

test.each([
  ['49.96', '50', false],
  ['49.99999999999999999999', '50', false],
  ['50', '50', true],
  ['50.0', '50', true],
  ['50', '50.00', true],
  ['100', '50', true],
  ['9.5', '10', false],
  ['0', '0', true],
  ['-1', '0', false],
])('mark %s against pass mark %s', (mark, passMark, yes) => {
  expect(decide({ ...entitled, mark, passMark }).entitled).toBe(yes);
});

test.each([
  [{ hold: true, holdReason: 'Fee unpaid' }, 'on_hold', 'On hold: Fee unpaid.'],
  [{ hold: true }, 'on_hold', 'On hold: no reason was given.'],
  [{ enrolledAt: null }, 'not_enrolled', 'Not enrolled: no enrolment date.'],
  [{ completedAt: null }, 'not_completed', 'Not completed: no completion date.'],
  [
    { completedAt: 1_780_000_000_000_000 },
    'not_completed',
    'The completion date cannot be right: the year 58375.',
  ],
  [
    { completedAt: -60_000_000_000_000 },
    'not_completed',
    'The completion date cannot be right: the year 68.',
  ],
  [{ mark: null }, 'no_mark', 'No mark has been recorded.'],
  [{ mark: '49.96' }, 'below_pass_mark', 'Mark 49.96 is below the pass mark 50.'],
  [{ hold: true, holdReason: 'x', mark: '1', enrolledAt: null }, 'on_hold', 'On hold: x.'],
] as const)('%j blocks as %s', (facts, code, reason) => {
  expect(decide({ ...entitled, ...facts })).toEqual({ entitled: false, code, reason });
});

test('an enrolment or completion at the very beginning of 1970 is one', () => {
  expect(decide({ ...entitled, enrolledAt: 0, completedAt: 0 })).toEqual({ entitled: true });
});

test('the decision and the list of conditions never disagree: the first unmet condition is the reason', () => {
  const maybe = fc.option(fc.constantFrom(0, 1_000, 1_780_000_000_000_000), { nil: null });
  const facts = fc.record({
    hold: fc.boolean(),
    holdReason: fc.option(fc.constant('why'), { nil: null }),
    enrolledAt: maybe,
    completedAt: maybe,
    mark: fc.option(fc.constantFrom('49.96', '50', '70'), { nil: null }),
    passMark: fc.constant('50'),
  });
  fc.assert(
    fc.property(facts, (given) => {
      const decision = decide(given);
      const conditions = conditionsOf(given, String);
      const unmet = conditions.find(({ met }) => !met);
      expect(unmet?.code).toBe(decision.entitled ? undefined : decision.code);
      expect(conditions.filter(({ met, remedy }) => met && remedy !== null)).toEqual([]);
    }),
  );
});

test.each([
  ['50', 'Pass'],
  ['59.99', 'Pass'],
  ['60', 'Merit'],
  ['69.99999999999999999999', 'Merit'],
  ['70.0', 'Distinction'],
  ['100', 'Distinction'],
])('mark %s is printed as %s', (mark, band) => {
  expect(bandOf(mark)).toBe(band);
});

test.each([
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-01-31', 1, '2023-02-28'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', 48, '2028-02-29'],
  ['2026-05-31', 6, '2026-11-30'],
  ['2026-08-15', 5, '2027-01-15'],
  ['2026-12-31', 2, '2027-02-28'],
  ['2026-06-15', 1200, '2126-06-15'],
  ['2026-06-15', null, null],
])('completed on %s and valid for %s months: until %s', (day, months, last) => {
  expect(expiryOf(day, months)).toBe(last);
});

test.each([
  ['UTC', '2026-06-15T23:59:59.999Z', '2026-06-15'],
  ['Europe/London', '2026-06-15T23:30:00Z', '2026-06-16'],
  ['Europe/London', '2026-12-15T23:30:00Z', '2026-12-15'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01'],
  ['America/New_York', '2027-01-01T04:59:00Z', '2026-12-31'],
  ['America/New_York', '2026-11-01T05:30:00Z', '2026-11-01'],
  ['UTC', '1969-12-31T23:59:59Z', '1969-12-31'],
])('in %s the instant %s is on %s', (zone, instant, day) => {
  expect(dateIn(zone)(Date.parse(instant))).toBe(day);
});
