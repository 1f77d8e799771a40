/** Which instants dates and times stand for, and which are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from './files.ts';
import { parse, read, utc } from './rows.ts';

const iso = (instant: unknown) =>
  typeof instant === 'number' ? new Date(instant).toISOString() : instant;
const readDate = (cell: string, options = utc) => iso(read('completedAt', cell, options));

describe('a date', () => {
  it.each([
    ['2026-06-30', '2026-06-30T00:00:00.000Z'],
    ['2026-06-30T14:05', '2026-06-30T14:05:00.000Z'],
    ['2026-06-30 14:05:09.1239', '2026-06-30T14:05:09.123Z'],
    ['2026-06-30T14:05:00Z', '2026-06-30T14:05:00.000Z'],
    ['2026-06-30T14:05-0330', '2026-06-30T17:35:00.000Z'],
    ['30.06.2026', '2026-06-30T00:00:00.000Z'],
    ['3.6.2026 9:05', '2026-06-03T09:05:00.000Z'],
    ['30/06/2026', '2026-06-30T00:00:00.000Z'],
    ['06/30/2026 2:05 PM', '2026-06-30T14:05:00.000Z'],
    ['06/30/2026 12:05 am', '2026-06-30T00:05:00.000Z'],
    ['06/06/2026', '2026-06-06T00:00:00.000Z'],
    ['2026/06/30', '2026-06-30T00:00:00.000Z'],
    ['1782828000', '2026-06-30T14:00:00.000Z'],
    ['1782828000123', '2026-06-30T14:00:00.123Z'],
    ['0', null],
  ])('%s is %s', (cell, expected) => expect(readDate(cell)).toBe(expected));

  it.each([
    ['31.02.2026', 'There is no such day: 2026-02 has 28 days.'],
    ['2026-13-01', 'There is no such day: month 13.'],
    ['2026-06-00', 'There is no such day: day 0.'],
    ['03/04/2026', 'It may be 2026-04-03 or 2026-03-04. Say in the reading options'],
    ['30.06.26', 'Its year has two digits only.'],
    ['0206-06-30', 'The year 206 cannot be right.'],
    ['2026-06-30 24:00', 'There is no such time of day.'],
    ['2026-06-30 13:00 pm', 'There is no such time of day.'],
    ['2026-06-30T10:00+25:00', 'The time zone +25:00 does not exist.'],
    ['46203.5', 'It looks like the day number of a spreadsheet'],
    ['yesterday', 'It is not a date that can be read. Write it as 2026-06-30'],
  ])('%s is refused', (cell, message) => expect(readDate(cell)).toContain(message));

  it('with slashes follows the order that the officer gave', () => {
    expect([
      readDate('03/04/2026', { zone: 'UTC', dateOrder: 'dmy' }),
      readDate('03/04/2026', { zone: 'UTC', dateOrder: 'mdy' }),
      readDate('04/30/2026', { zone: 'UTC', dateOrder: 'dmy' }),
    ]).toEqual([
      '2026-04-03T00:00:00.000Z',
      '2026-03-04T00:00:00.000Z',
      expect.stringContaining('There is no such day: month 30.'),
    ]);
  });

  it('without a zone is one in the zone of the office, on both daylight-saving nights too', () => {
    const berlin = { zone: 'Europe/Berlin' };
    expect([
      readDate('2026-06-30', berlin),
      readDate('2026-12-30 10:00', berlin),
      readDate('2026-03-29 01:59:59', berlin),
      readDate('2026-03-29 02:30', berlin),
      readDate('2026-03-29 03:00', berlin),
      readDate('2026-10-25 02:30', berlin),
      readDate('2026-10-25 03:00', berlin),
      // Midnight itself is jumped over here: the day starts at one.
      readDate('2018-11-04', { zone: 'America/Sao_Paulo' }),
    ]).toEqual([
      '2026-06-29T22:00:00.000Z',
      '2026-12-30T09:00:00.000Z',
      '2026-03-29T00:59:59.000Z',
      expect.stringContaining('There is no such time in Europe/Berlin'),
      '2026-03-29T01:00:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T02:00:00.000Z',
      '2018-11-04T03:00:00.000Z',
    ]);
  });

  it('in a zone that does not exist is an error of the options, not of the row', () => {
    const call = () => parse({ completedAt: '2026-06-30' }, { zone: 'Europe/Atlantis' });
    expect(call).toThrow('"Europe/Atlantis" is no time zone. Write one like Europe/Berlin or UTC.');
    try {
      call();
    } catch (error) {
      expect(failure(error).code).toBe('invalid_input');
    }
  });

  it('written in any accepted form is the same instant', () => {
    const two = (part: number) => String(part).padStart(2, '0');
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('1990-01-01T00:00Z'),
          max: new Date('2100-01-01T00:00Z'),
          noInvalidDate: true,
        }),
        (date) => {
          const minute = Math.floor(date.getTime() / 60_000) * 60_000;
          const at = new Date(minute);
          const [y, m, d] = [at.getUTCFullYear(), two(at.getUTCMonth() + 1), two(at.getUTCDate())];
          const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
          const dmy = { zone: 'UTC', dateOrder: 'dmy' } as const;
          for (const cell of [
            at.toISOString(),
            `${y}-${m}-${d} ${clock}`,
            `${d}.${m}.${y} ${clock}`,
            `${d}/${m}/${y} ${clock}`,
            String(minute).padStart(13, '0').length === 13 && minute >= 1e12
              ? String(minute)
              : at.toISOString(),
          ])
            expect(read('completedAt', cell, dmy)).toBe(minute);
        },
      ),
      { numRuns: 200 },
    );
  });
});
