/** What a row means, and everything that is wrong with it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeProblem,
  parseRow,
} from '../../../src/main/features/completions/reading/parse-row.ts';
import {
  type ColumnMapping,
  type ImportField,
  importFields,
} from '../../../src/shared/completion-event.ts';
import { aRow, everyField, needed, parse, read, utc } from './rows.ts';

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

  it('tells an empty cell from a column that is not there, and lets a blank hold say nothing', () => {
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
