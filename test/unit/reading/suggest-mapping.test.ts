/** Which columns the headings of real exports suggest. */
import { describe, expect, it } from 'vitest';
import { checkMapping, headerKey } from '../../../src/main/features/completions/reading/mapping.ts';
import { suggestMapping } from '../../../src/main/features/completions/reading/suggest-mapping.ts';
import { failure } from './files.ts';

const suggested = (header: string) => suggestMapping(header.split('|'));

describe('a suggested mapping', () => {
  it('of the sample knows every column for certain', () => {
    const header =
      'Candidate number|Candidate name|Email|Course code|Course title|Pass mark|Validity (months)|Attempt|Sitting|Mark|Enrolled|Started|Completed|Hold|Hold reason|Modified';
    expect(suggested(header)).toMatchObject({
      mapping: {
        candidateId: 'Candidate number',
        candidateName: 'Candidate name',
        email: 'Email',
        courseCode: 'Course code',
        courseTitle: 'Course title',
        passMark: 'Pass mark',
        validityMonths: 'Validity (months)',
        attempt: 'Attempt',
        sitting: 'Sitting',
        mark: 'Mark',
        enrolledAt: 'Enrolled',
        startedAt: 'Started',
        completedAt: 'Completed',
        hold: 'Hold',
        holdReason: 'Hold reason',
        occurredAt: 'Modified',
      },
      guessed: [],
      unused: [],
    });
  });

  it('of a Moodle or IOMAD table joins the two parts of the name', () => {
    expect(
      suggested(
        'id|username|idnumber|firstname|lastname|email|courseid|coursename|finalscore|timeenrolled|timestarted|timecompleted|modifiedtime|licensename',
      ),
    ).toEqual({
      mapping: {
        candidateId: 'idnumber',
        candidateName: 'firstname + lastname',
        email: 'email',
        courseCode: 'courseid',
        courseTitle: 'coursename',
        mark: 'finalscore',
        enrolledAt: 'timeenrolled',
        startedAt: 'timestarted',
        completedAt: 'timecompleted',
        occurredAt: 'modifiedtime',
      },
      certain: [
        'candidateId',
        'candidateName',
        'email',
        'courseTitle',
        'mark',
        'enrolledAt',
        'startedAt',
        'completedAt',
        'occurredAt',
      ],
      guessed: ['courseCode'],
      unused: ['id', 'username', 'licensename'],
    });
  });

  it.each([
    ['Kandidaten-Nr.|Vorname|Name|Kurs-Kürzel|Punkte|Abgeschlossen am|Gesperrt|Geändert am'],
    ['Numéro de candidat|Prénom|Nom|Code du cours|Note finale|Date d’achèvement|Bloqué|Modifié le'],
    [
      'N.º de matrícula;|Nombre|Apellidos|Código del curso|Calificación|Fecha de finalización|Retenido|Modificado',
    ],
  ])('reads %s', (header) => {
    const headings = header.split('|');
    expect(suggested(header).mapping).toMatchObject({
      candidateName: `${headings[1]} + ${headings[2]}`,
      courseCode: headings[3],
      mark: headings[4],
      completedAt: headings[5],
      hold: headings[6],
      occurredAt: headings[7],
    });
  });

  it('guesses a field from a longer heading, and says that it is a guess', () => {
    expect(
      suggested('Candidate number|Candidate name|Course code|Exam mark June 2026'),
    ).toMatchObject({
      mapping: { mark: 'Exam mark June 2026' },
      guessed: ['mark'],
    });
  });

  it('is not certain where two columns would do', () => {
    expect(suggested('Student number|Candidate number|Candidate name|Course code')).toMatchObject({
      mapping: { candidateId: 'Candidate number' },
      guessed: ['candidateId'],
      unused: ['Student number'],
    });
  });

  it('never uses a column twice', () => {
    const { mapping } = suggested('Candidate|Course|Mark|Date|Name|Title');
    const columns = Object.values(mapping);
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('leaves the columns of a file of rejected rows alone', () => {
    expect(suggested('id|examdesk_row|examdesk_reason')).toMatchObject({
      mapping: { candidateId: 'id' },
      unused: [],
    });
  });
});

describe('a mapping', () => {
  const header = ['No', 'First', 'Last', 'A + B', 'Course'];
  const check = (mapping: Parameters<typeof checkMapping>[1]) => {
    try {
      checkMapping(header, mapping, 'june.csv');
      return null;
    } catch (error) {
      return failure(error).message;
    }
  };
  const whole = { candidateId: 'No', candidateName: 'First + Last', courseCode: 'Course' };

  it('may join columns for the name only, and may name a column that contains a plus', () => {
    expect([
      check(whole),
      check({ ...whole, candidateName: 'A + B' }),
      check({ ...whole, sitting: 'First + Last' }),
    ]).toEqual([null, null, expect.stringContaining('Only candidateName may be joined')]);
  });

  it('that does not fit the file names the column and what there is instead', () => {
    expect([
      check({ ...whole, mark: 'Marks' }),
      check({ ...whole, candidateName: 'First + Middle' }),
      check({ candidateId: 'No', candidateName: 'Last' }),
    ]).toEqual([
      'june.csv: There is no column "Marks", which the mapping names for mark. Choose another column. Its columns are: No, First, Last, A + B, Course.',
      'june.csv: There is no column "First + Middle", which the mapping names for candidateName. Choose another column. Its columns are: No, First, Last, A + B, Course.',
      'june.csv: No column is mapped to courseCode, which every row needs. Choose its column. Its columns are: No, First, Last, A + B, Course.',
    ]);
  });

  it('is remembered by the headings, whatever their order, also for the rejected rows', () => {
    expect(headerKey(['b', 'a', 'examdesk_row', 'examdesk_reason'])).toBe(headerKey(['a', 'b']));
    expect(headerKey(['a', 'b'])).not.toBe(headerKey(['a', 'b', 'c']));
  });
});
