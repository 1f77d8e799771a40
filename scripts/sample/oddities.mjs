// What makes the sample like a real export: boundary marks, holds, gaps, duplicates, contradictions, broken rows.
import { byExport, courses, results } from './session.mjs';

/** The rows of results.csv in their order; `shown` holds cells that are written in another way than they are meant. */
export function resultsRows(seed) {
  const { random, rows, single } = results(seed);
  const free = single.filter(({ mark, passMark }) => Number(mark) >= Number(passMark) + 1);
  const take = (fits = () => true) => takeFirst(free, fits);
  const of = (code) => take(({ course }) => course === code);
  const times = (count, change) =>
    Array.from({ length: count }, (_, index) => change(take(), index));

  for (const [code, mark] of [
    ['BIO-101', '49.96'],
    ['BIO-101', '49.999999999999999999'],
    ['BIO-101', '50'],
    ['BIO-101', '50.00'],
    ['LAW-120', '49.995'],
    ['STA-110', '45.49'],
    ['STA-110', '45.5'],
    ['SAF-005', '79.995'],
    ['SAF-005', '80'],
  ])
    Object.assign(of(code), { mark });
  times(5, (row) => Object.assign(row, { enrolled: '' }));
  times(6, (row) => Object.assign(row, { completed: '' }));
  times(4, (row) => Object.assign(row, { mark: '' }));
  const holds = ['Fee outstanding', 'Under academic review', 'Identity not confirmed'];
  times(7, (row, index) =>
    Object.assign(row, { hold: 'yes', holdReason: holds[index % holds.length] }),
  );
  times(12, (row) => Object.assign(row, { modified: '' }));
  times(2, (row) => Object.assign(row, { mark: '71.5', shown: { mark: '71.5 %' } }));
  times(2, (row) =>
    Object.assign(row, { shown: { name: `  ${row.name.normalize('NFD').replace(' ', '  ')} ` } }),
  );

  const again = [];
  times(6, (row) => again.push({ ...row }));
  times(4, (row) => again.push({ ...row, modified: '2026-07-20T09:30:00Z', mark: '88.25' }));
  times(1, (row) => again.push({ ...row, modified: '2025-12-01T08:00:00Z', mark: '12.5' }));
  times(1, (row) => again.push({ ...Object.assign(row, { modified: '' }), mark: '99' }));
  times(1, (row) => again.push({ ...row, mark: '98.5' }));

  const ordered = rows.toSorted(byExport);
  // A repeated row follows its first one after a few others, as where two exports were joined.
  for (const row of again) {
    const first = ordered.findIndex((other) => sameKey(other, row));
    ordered.splice(first + 3 + random.below(30), 0, row);
  }
  for (const row of brokenRows()) ordered.splice(20 + random.below(ordered.length - 20), 0, row);
  return numbered(ordered);
}

function takeFirst(rows, fits) {
  const at = rows.findIndex(fits);
  if (at === -1) throw new Error('The session has too few rows for its oddities.');
  return rows.splice(at, 1)[0];
}

const sameKey = (one, other) =>
  one.candidate === other.candidate && one.course === other.course && one.attempt === other.attempt;

/** The headings are row 1. */
export const numbered = (rows) => rows.map((row, index) => ({ ...row, row: index + 2 }));

function brokenRows() {
  const person = (number, name) => ({
    candidate: `C-${number}`,
    name,
    email: `c-${number}@students.example.org`,
    ...courses[0],
    attempt: '1',
    sitting: 'June 2026',
    mark: '64.5',
    enrolled: '2026-02-11',
    started: '2026-06-10 09:05',
    completed: '2026-06-10 11:20',
    hold: 'no',
    holdReason: '',
    modified: '2026-07-03T10:00:00Z',
  });
  const broken = (number, name, invalid, shown) => ({ ...person(number, name), invalid, shown });
  return [
    broken(1601, 'Änne Kommastein', 'mark', { mark: '12,5' }),
    broken(1602, 'Bogusław Literski', 'mark', { mark: 'abc' }),
    broken(1603, 'Фёдор Тридцатьпервов', 'completed', { completed: '31.02.2026' }),
    { ...broken(1604, 'Zoé Tropcourt', 'too_short'), cut: 5 },
    broken(1605, '', 'name', { name: '  ' }),
    broken(1606, 'Ιάσονας Αμφίβολος', 'completed', { completed: '03/04/2026' }),
    broken(1607, 'Siân Dim-Cwrs', 'unknown_course', {
      course: 'HIS-300',
      title: '',
      passMark: '',
      validity: '',
    }),
    broken(1608, 'Håkan Nollförsök', 'attempt', { attempt: '0' }),
    { ...broken(1609, 'Pádraig Breis', 'too_long'), more: ['?'] },
    broken(1610, 'Łucja Nadwyżka', 'mark', { mark: '1 064.50' }),
  ];
}

/** Marks changed by examiners after the summer: upwards and downwards over the boundary, and what goes wrong with that. */
export function regradeRows(rows, fitsEncoding) {
  const count = (fits) => rows.filter(fits).length;
  const isSingle = (row) => count(({ candidate }) => candidate === row.candidate) === 1;
  const known = rows.filter(
    (row) =>
      row.invalid === undefined &&
      row.modified &&
      row.mark &&
      row.enrolled &&
      row.completed &&
      row.hold === 'no' &&
      row.shown === undefined &&
      fitsEncoding(row.name) &&
      count((other) => sameKey(other, row)) === 1,
  );
  const passed = ({ mark, passMark }) => Number(mark) >= Number(passMark) + 2;
  const failed = ({ mark, passMark }) => Number(mark) < Number(passMark) - 2;
  const take = (fits) => takeFirst(known, fits);
  const regrades = [];
  const regrade = (times, fits, change) => {
    for (let nth = 0; nth < times; nth += 1) {
      const { candidate, name, course, attempt, mark, passMark } = take(fits);
      const base = { candidate, name, course, attempt, mark, passMark: '' };
      const modified = `2026-08-${10 + (regrades.length % 9)}T10:15:00Z`;
      regrades.push({ ...base, modified, ...change({ ...base, pass: passMark }, nth) });
    }
  };
  regrade(6, failed, ({ pass }, nth) => ({ mark: (Number(pass) + nth * 1.25).toFixed(2) }));
  regrade(5, passed, ({ pass }, nth) => ({ mark: (Number(pass) - 0.04 - nth).toFixed(2) }));
  const better = ({ mark }) => ({ mark: (Number(mark) + 0.35).toFixed(2) });
  regrade(4, passed, better);
  // Letters that Windows-1252 has where ISO 8859-1 has control characters.
  regrade(2, (row) => passed(row) && /[’ŠšŽžŒœ]/.test(row.name), better);
  regrade(3, passed, () => ({}));
  regrade(
    1,
    (row) => passed(row) && isSingle(row) && /^(Anaïs|Märta|Käthe|Lucía|Inês|Åsa) /.test(row.name),
    ({ name }) => ({ name: `${name}-Hövelbrück` }),
  );
  regrade(1, passed, () => ({ mark: '1.5', modified: '2025-11-03T09:00:00Z' }));
  regrade(
    1,
    (row) => passed(row) && row.course === 'BIO-101',
    () => ({ passMark: '55' }),
  );
  regrade(1, passed, () => ({ invalid: 'mark', shown: { mark: '61,5' } }));
  return numbered(regrades);
}
