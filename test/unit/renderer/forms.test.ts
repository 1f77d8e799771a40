/** The pure parts of forms and figures: mapping, courses, uploads, formats, told errors. */
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../../src/renderer/features/courses/course-form.ts';
import {
  doubledColumns,
  missingFields,
  originOf,
  unusedColumns,
  withColumn,
} from '../../../src/renderer/features/imports/mapping.ts';
import { uploadFile } from '../../../src/renderer/features/imports/upload.ts';
import { base64FromBytes, bytesFromBase64 } from '../../../src/renderer/ui/base64.ts';
import { tellError } from '../../../src/renderer/ui/error-panel.tsx';
import { createFormat, isZone } from '../../../src/renderer/ui/format.ts';
import { AppError } from '../../../src/shared/errors.ts';

describe('the mapping of columns', () => {
  const inspection = {
    mapping: { candidateId: 'Id', mark: 'Result' },
    certain: ['candidateId' as const],
    remembered: false,
  };

  it('says where each choice comes from', () => {
    const mapping = { ...inspection.mapping, courseCode: 'Module' };

    expect([
      originOf('candidateId', mapping, inspection),
      originOf('mark', mapping, inspection),
      originOf('courseCode', mapping, inspection),
      originOf('email', mapping, inspection),
      originOf('mark', mapping, { ...inspection, remembered: true }),
    ]).toEqual(['certain', 'guess', 'byHand', null, 'remembered']);
  });

  it('names what is missing, chosen twice and left over', () => {
    const mapping = { candidateId: 'Id', mark: 'Id', courseCode: 'Module' };

    expect([
      missingFields(mapping),
      doubledColumns(mapping),
      unusedColumns(['Id', 'Name', 'Module'], mapping),
      withColumn(mapping, 'mark', undefined),
    ]).toEqual([['candidateName'], ['Id'], ['Name'], { candidateId: 'Id', courseCode: 'Module' }]);
  });
});

describe('the form of a course', () => {
  it('becomes the input of the call', () => {
    expect(
      readCourse({ code: ' BIO-201 ', title: 'Cells', passMark: '49.96', validity: '36' }),
    ).toEqual({
      input: { code: 'BIO-201', title: 'Cells', passMark: '49.96', validityMonths: 36 },
    });
  });

  it('names every field that is wrong', () => {
    const read = readCourse({ code: '', title: ' ', passMark: '49,96', validity: '1.5' });

    expect('problems' in read && Object.keys(read.problems)).toEqual([
      'code',
      'title',
      'passMark',
      'validity',
    ]);
  });
});

describe('handing a file over', () => {
  const file = (size: number) => {
    const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251);
    return {
      name: 'a.csv',
      size,
      slice: (from: number, to: number) => ({
        arrayBuffer: async () => bytes.slice(from, to).buffer,
      }),
    };
  };

  it.each([
    [0, [[0, 0]]],
    [10, [[0, 10]]],
    [1_048_576, [[0, 1_048_576]]],
    [
      2_500_000,
      [
        [0, 1_048_576],
        [1_048_576, 1_048_576],
        [2_097_152, 402_848],
      ],
    ],
  ])('%s bytes go in these parts', async (size, expected) => {
    const parts: number[][] = [];
    const told: number[] = [];
    const id = await uploadFile(
      file(size),
      async ({ offset, base64 }) => {
        const { length } = bytesFromBase64(base64);
        parts.push([offset, length]);
        return { uploadId: 'u', received: offset + length };
      },
      (bytes) => told.push(bytes),
      new AbortController().signal,
    );

    expect([id, parts, told.at(-1)]).toEqual(['u', expected, size]);
  });

  it('stops where the officer leaves', async () => {
    const leaving = new AbortController();
    const parts: number[] = [];
    const handed = uploadFile(
      file(3_000_000),
      async ({ offset }) => {
        parts.push(offset);
        leaving.abort();
        return { uploadId: 'u', received: 0 };
      },
      () => {},
      leaving.signal,
    );

    await expect(handed).rejects.toMatchObject({ name: 'AbortError' });
    expect(parts).toEqual([0]);
  });

  it('keeps every byte through base64', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7) % 256);

    expect(bytesFromBase64(base64FromBytes(bytes))).toEqual(bytes);
  });
});

describe('formats', () => {
  const format = createFormat('Europe/London', 'en-GB');
  const noon = Date.UTC(2026, 6, 1, 12, 0);

  it('show times in the zone of the office', () => {
    expect([format.dateTime(noon), format.clock(noon, noon + 60_000)]).toEqual([
      '1 Jul 2026, 13:00',
      '13:00',
    ]);
  });

  it('say how far away a time is', () => {
    expect(
      [-3 * 86_400_000, -90_000, -5_000, 9 * 60_000, 26 * 3_600_000].map((away) =>
        format.relative(noon + away, noon),
      ),
    ).toEqual(['3 days ago', '1 min ago', 'now', 'in 9 min', 'tomorrow']);
  });

  it('never round up to a whole: 100 % is only all of it', () => {
    expect([format.percent(0.999), format.percent(1), format.percent(0.495)]).toEqual([
      '99%',
      '100%',
      '49%',
    ]);
  });

  it('write durations, rates and sizes as people say them', () => {
    expect([
      format.duration(8.6),
      format.duration(150),
      format.duration(3_700),
      format.rate(96.4),
      format.rate(1.25),
      format.bytes(999),
      format.bytes(48_213),
      format.bytes(2_500_000),
    ]).toEqual(['9 s', '3 min', '1 h 2 min', '96', '1.3', '999 B', '48.2 kB', '2.5 MB']);
  });

  it('answer an unknown zone in UTC', () => {
    expect([
      createFormat('Mars/Olympus', 'en-GB').zone,
      isZone('Mars/Olympus'),
      isZone(''),
    ]).toEqual(['UTC', false, false]);
  });
});

describe('a told error', () => {
  it('says what happened, what to do, and each refused field', () => {
    const error = new AppError('invalid_input', 'Two fields were refused.', {
      details: {
        issues: [
          { field: 'code', message: 'Empty.' },
          { field: '', message: 'Bad.' },
        ],
      },
    });

    expect(tellError(error)).toEqual({
      code: 'invalid_input',
      title: 'This was refused',
      message: 'Two fields were refused.',
      advice: 'Nothing was changed. Correct it and try again.',
      id: null,
      problems: ['code: Empty.', 'Bad.'],
    });
  });

  it('keeps the id under which the log has the cause', () => {
    const wire = new AppError('internal', 'Something went wrong.').toWire('E-17');

    expect(tellError(AppError.fromWire(wire)).id).toBe('E-17');
  });

  it('never shows the inside of an unexpected failure', () => {
    expect(tellError(new TypeError('x is undefined'))).toMatchObject({
      code: 'internal',
      message: 'Something went wrong. The log has the details.',
    });
  });
});
