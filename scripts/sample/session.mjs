// The invented exam session: who sat what in January and June 2026, and every oddity that a real export has.
import { markOf, randomFrom } from './marks.mjs';
import { european, otherScriptNames } from './names.mjs';

export const courses = [
  { course: 'BIO-101', title: 'Foundations of Biology', passMark: '50', validity: '' },
  {
    course: 'MED-210',
    title: 'Clinical Skills: History and Examination',
    passMark: '60',
    validity: '36',
  },
  { course: 'LAW-120', title: 'Introduction to Contract Law', passMark: '50', validity: '' },
  {
    course: 'PHY-230',
    title: 'Thermodynamics and Statistical Physics',
    passMark: '40',
    validity: '',
  },
  { course: 'STA-110', title: 'Applied Statistics', passMark: '45.5', validity: '' },
  { course: 'SAF-005', title: 'Laboratory Safety', passMark: '80', validity: '12' },
];
const passMarkOf = (code) => Number(courses.find(({ course }) => course === code).passMark);

const sittings = {
  'January 2026': { enrolled: '2025-10', exam: '2026-01', marked: '2026-02' },
  'June 2026': { enrolled: '2026-02', exam: '2026-06', marked: '2026-07' },
};

const two = (number) => String(number).padStart(2, '0');

/** One candidate's result: a pass in most cases, with the times of its sitting. */
function aResult(random, candidate, course, sitting, attempt = '1') {
  const months = sittings[sitting];
  const day = two(8 + random.below(12));
  const pass = passMarkOf(course.course) * 100;
  const mark = random.chance(0.86)
    ? pass + 1 + random.below(9_999 - pass)
    : Math.max(0, pass - 100 - random.below(Math.min(3_000, pass - 100)));
  return {
    ...candidate,
    ...course,
    attempt,
    sitting,
    mark: markOf(mark),
    enrolled: `${months.enrolled}-${two(1 + random.below(20))}`,
    started: `${months.exam}-${day} 09:${two(random.below(15))}`,
    completed: `${months.exam}-${day} ${two(11 + random.below(2))}:${two(random.below(60))}`,
    hold: 'no',
    holdReason: '',
    modified: `${months.marked}-${two(2 + random.below(9))}T${two(8 + random.below(9))}:${two(random.below(60))}:${two(random.below(60))}Z`,
  };
}

function people(random) {
  const names = new Set();
  while (names.size < 500) {
    const { given, family } = european[names.size % european.length];
    const first = random.pick(given);
    const others = given.filter((name) => name !== first);
    const second = random.chance(0.12) ? ` ${random.pick(others)}` : '';
    names.add(`${first}${second} ${random.pick(family)}`);
  }
  return [...names].map((name, index) => {
    const candidate = `C-${1001 + index}`;
    return { candidate, name, email: `${candidate.toLowerCase()}@students.example.org` };
  });
}

/** The valid rows of results.csv, ordered as an export orders them, and the oddities by name. */
export function results(seed) {
  const random = randomFrom(seed);
  const candidates = people(random);
  const rows = [];
  for (const [index, candidate] of candidates.entries()) {
    // Every tenth takes three courses, every third of the others two.
    const count = index % 10 === 0 ? 3 : index % 3 === 0 ? 2 : 1;
    const first = random.below(courses.length);
    for (let nth = 0; nth < count; nth += 1) {
      const course = courses[(first + nth) % courses.length];
      const sitting = random.chance(0.5) ? 'January 2026' : 'June 2026';
      const result = aResult(random, candidate, course, sitting);
      rows.push(result);
      const failed = Number(result.mark) < passMarkOf(course.course);
      if (failed && sitting === 'January 2026')
        rows.push(aResult(random, candidate, course, 'June 2026', '2'));
    }
  }
  // Candidates with one row only carry the oddities, so that nothing else depends on them.
  const single = rows.filter(
    (row) => rows.filter(({ candidate }) => candidate === row.candidate).length === 1,
  );
  return { random, candidates, rows, single };
}

export const byExport = (one, other) =>
  one.sitting < other.sitting || (one.sitting === other.sitting && one.course < other.course)
    ? -1
    : one.sitting === other.sitting && one.course === other.course
      ? Number(one.candidate.slice(2)) - Number(other.candidate.slice(2))
      : 1;

/** One person per name of the scripts that results.csv leaves out. */
export function allScripts(seed) {
  const random = randomFrom(seed);
  const names = Object.values(otherScriptNames).flat();
  return names.map((name, index) => {
    const candidate = `W-${2001 + index}`;
    const person = { candidate, name, email: `${candidate.toLowerCase()}@students.example.org` };
    const course = courses[index % courses.length];
    const row = aResult(random, person, course, 'June 2026');
    const pass = passMarkOf(course.course) * 100;
    return { ...row, mark: markOf(pass + random.below(10_000 - pass)) };
  });
}
