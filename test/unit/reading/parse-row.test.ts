/** What a row means, and everything that is wrong with it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRow } from '../../../src/main/features/completions/reading/formats.ts';
import {
  describeProblem,
  parseRow,
} from '../../../src/main/features/completions/reading/parse-row.ts';
import {
  type ColumnMapping,
  type ImportField,
  importFields,
  type ReadingOptions,
} from '../../../src/shared/completion-event.ts';
import { failure } from './files.ts';

const everyField = Object.fromEntries(importFields.map((field) => [field, field])) as ColumnMapping;
const needed = { candidateId: 'C-1', candidateName: 'Zoë Ångström', courseCode: 'BIO' };
const utc: ReadingOptions = { zone: 'UTC' };

function aRow(cells: Partial<Record<ImportField, string>>): RawRow {
  const all = { ...needed, ...cells };
  return { row: 7, line: 7, cells: all, raw: Object.values(all) };
}

const parse = (cells: Partial<Record<ImportField, string>>, options = utc) =>
  parseRow(aRow(cells), everyField, options);

/** What one cell becomes, or the message that refuses it. */
function read(field: ImportField, cell: string, options = utc): unknown {
  const parsed = parse({ [field]: cell }, options);
  if (!parsed.ok)
    return parsed.problems.map(({ message, remedy }) => `${message} ${remedy}`).join();
  const { candidate, course, ...event } = parsed.event;
  const flat: Record<string, unknown> = {
    ...event,
    candidateId: candidate.id,
    candidateName: candidate.name,
    email: candidate.email,
    courseCode: course.code,
    courseTitle: course.title,
    passMark: course.passMark,
    validityMonths: course.validityMonths,
  };
  return flat[field];
}

const iso = (instant: unknown) =>
  typeof instant === 'number' ? new Date(instant).toISOString() : instant;
const readDate = (cell: string, options = utc) => iso(read('completedAt', cell, options));

describe('a row', () => {
  it('with every field becomes a completion event', () => {
    expect(
      parse({
        email: ' zoe@example.org ',
        courseTitle: 'Biology',
        passMark: '50',
        validityMonths: '24',
        attempt: '2',
        sitting: 'June 2026',
        mark: '49.960',
        enrolledAt: '2026-01-05',
        startedAt: '2026-06-01 09:00',
        completedAt: '2026-06-01T11:30:00+02:00',
        hold: 'yes',
        holdReason: 'Fee open',
        eventId: 'e-1',
        occurredAt: '1780000000',
      }),
    ).toEqual({
      ok: true,
      event: {
        eventId: 'e-1',
        occurredAt: 1_780_000_000_000,
        candidate: { id: 'C-1', name: 'Zoë Ångström', email: 'zoe@example.org' },
        course: { code: 'BIO', title: 'Biology', passMark: '50', validityMonths: 24 },
        attempt: 2,
        sitting: 'June 2026',
        mark: '49.960',
        enrolledAt: Date.UTC(2026, 0, 5),
        startedAt: Date.UTC(2026, 5, 1, 9),
        completedAt: Date.UTC(2026, 5, 1, 9, 30),
        hold: true,
        holdReason: 'Fee open',
      },
    });
  });

  it('tells an empty cell from a column that is not there', () => {
    const empty = Object.fromEntries(
      importFields.filter((field) => !(field in needed)).map((field) => [field, ' ']),
    );
    const event = {
      candidate: { id: 'C-1', name: 'Zoë Ångström' },
      course: { code: 'BIO' },
      attempt: 1,
    };
    expect([parse(empty), parse({})]).toEqual([
      {
        ok: true,
        event: {
          ...event,
          mark: null,
          enrolledAt: null,
          startedAt: null,
          completedAt: null,
          hold: false,
        },
      },
      { ok: true, event },
    ]);
  });

  it('says everything that is wrong with it, with field, column, value and remedy', () => {
    const mapping = { ...everyField, mark: 'Mark in %' } as ColumnMapping;
    const raw = aRow({ candidateName: ' ', completedAt: '31.02.2026' });
    const row = { ...raw, cells: { ...raw.cells, 'Mark in %': '12,5' } };
    expect(parseRow(row, mapping, utc)).toEqual({
      ok: false,
      problems: [
        {
          field: 'mark',
          column: 'Mark in %',
          value: '12,5',
          message: 'It has a decimal comma.',
          remedy: 'Write a decimal point: write 12.5.',
        },
        {
          field: 'completedAt',
          column: 'completedAt',
          value: '31.02.2026',
          message: 'There is no such day: 2026-02 has 28 days.',
          remedy: 'Look the date up in the exam system and write it as 2026-02-28.',
        },
        {
          field: 'candidateName',
          column: 'candidateName',
          message: 'The cell is empty.',
          remedy: 'Fill it in: every row needs it.',
        },
      ],
    });
  });

  it('that could not be read as a row keeps that problem', () => {
    const problem = { field: 'row', message: 'Too short.', remedy: 'Fill it.' } as const;
    expect(parseRow({ ...aRow({}), problem }, everyField, utc)).toEqual({
      ok: false,
      problems: [problem],
    });
  });

  it('joins a name from two columns', () => {
    const raw = { ...aRow({}), cells: { id: '1', First: ' Zoë ', Last: 'Ångström', course: 'B' } };
    const mapping = { candidateId: 'id', candidateName: 'First + Last', courseCode: 'course' };
    expect(parseRow(raw, mapping, utc)).toMatchObject({
      event: { candidate: { name: 'Zoë Ångström' } },
    });
  });

  it('describes a problem in words for lists', () => {
    expect(
      describeProblem({
        field: 'mark',
        column: 'Mark',
        value: '12,5',
        message: 'A.',
        remedy: 'B.',
      }),
    ).toBe('Mark "12,5": A. B.');
  });
});

describe('a mark', () => {
  it.each([
    ['49.96', '49.96'],
    ['49.999999999999999999', '49.999999999999999999'],
    ['062.50', '062.50'],
    ['-3', '-3'],
    [' 62.5 % ', '62.5'],
    ['62.5%', '62.5'],
  ])('%s is kept as %s', (cell, mark) => expect(read('mark', cell)).toBe(mark));

  it.each([
    ['12,5', 'It has a decimal comma. Write a decimal point: write 12.5.'],
    [
      '1,250',
      'It has a comma, which may be a decimal comma or part the thousands. Write 1.250 or 1250.',
    ],
    ['1,250.5', 'It has a sign between the thousands.'],
    ['1 250', 'It has a sign between the thousands.'],
    ['abc', 'It is not a number. Write digits and a decimal point only'],
    ['.5', 'It has no digit before the point. Write 0.5.'],
    ['5.', 'It ends with a point. Write 5.'],
    ['+5', 'It has a plus sign. Write 5.'],
    ['1e2', 'It is written with an exponent.'],
    ['−5', 'Its minus is not the hyphen (-). Write -5.'],
    ['٤٩', 'Its digits are not 0 to 9.'],
    ['#DIV/0!', 'It is an error of the spreadsheet.'],
    ['1.123456789012345678901', 'It has too many digits'],
    ['50 points', 'It is not a number.'],
    ['Infinity', 'It is not a number.'],
  ])('%s is refused', (cell, message) => expect(read('mark', cell)).toContain(message));
});

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

describe('text', () => {
  it('is trimmed, composed, and has single spaces', () => {
    expect(read('candidateName', '  Zoe\u0308 \u00a0 A\u030angstro\u0308m\t')).toBe('Zoë Ångström');
  });

  it('keeps the joiners and marks that scripts need', () => {
    const name = 'می\u200cخواهم क्\u200dष ខ្មែរ';
    expect(read('candidateName', name)).toBe(name.normalize('NFC'));
  });

  it.each([
    ['Zo\u0007e', 'U+0007'],
    ['Zo\u0085e', 'U+0085'],
    ['Zo\ud83d', 'U+D83D'],
    ['Zo\u202eeo', 'U+202E'],
    ['Zo\uffff', 'U+FFFF'],
  ])('%j is refused', (cell, point) => {
    expect(read('candidateName', cell)).toBe(
      `It contains a character that cannot be seen or printed (${point}). Retype the text.`,
    );
  });

  it('with the sign for a lost letter is refused', () => {
    expect(read('candidateName', 'M\ufffdller')).toContain(
      'It contains the sign for a lost letter',
    );
  });

  it('that is too long is refused', () => {
    expect(read('sitting', 'x'.repeat(201))).toBe('At most 200 characters. Correct the cell.');
  });
});

describe('other cells', () => {
  it.each([
    ['yes', true],
    ['TRUE', true],
    ['1', true],
    ['ja', true],
    ['Oui', true],
    ['sí', true],
    ['x', true],
    ['no', false],
    ['false', false],
    ['0', false],
    ['Nein', false],
    ['non', false],
    ['', false],
  ])('a hold of %j is %s', (cell, hold) => expect(read('hold', cell)).toBe(hold));

  it('that are no yes or no, whole number or address are refused', () => {
    expect([
      read('hold', 'maybe'),
      read('attempt', '0'),
      read('attempt', '2.0'),
      read('validityMonths', '1.5'),
      read('email', 'nobody'),
    ]).toEqual([
      'It is neither yes nor no. Write yes or no.',
      'It is not a whole number in range. Write a whole number from 1 to 1000.',
      2,
      'It is not a whole number in range. Write a whole number from 1 to 1200.',
      'It is not an e-mail address. Write one address, like anna@example.org, or nothing.',
    ]);
  });

  it('never make the reader throw, whatever they hold', () => {
    const cells = fc.record(
      Object.fromEntries(
        importFields.map((field) => [field, fc.string({ unit: 'binary', maxLength: 12 })]),
      ),
    );
    fc.assert(
      fc.property(cells, (row) => {
        const parsed = parse(row as Partial<Record<ImportField, string>>);
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
    );
  });
});
