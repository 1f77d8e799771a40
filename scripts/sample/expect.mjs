// What an import of the sample must come to, counted from the rows by the rules of the folder's README.
import { compareDecimals } from './marks.mjs';

const reasons = ['not_enrolled', 'not_completed', 'no_mark', 'below_pass_mark', 'on_hold'];
const courseFacts = ['title', 'passMark', 'validity'];
const facts = [
  'name',
  'email',
  'sitting',
  'mark',
  'enrolled',
  'started',
  'completed',
  'hold',
  'holdReason',
];

/** A store as far as the counts go: courses by code, completions by candidate, course and attempt. */
export function newStore() {
  return { courses: new Map(), completions: new Map() };
}

/** Imports rows of the form `{ row, invalid? , candidate, course, attempt, modified?, ...facts }` in their order. */
export function importRows(store, rows) {
  const counts = {
    rows: rows.length,
    new: 0,
    unchanged: 0,
    changed: 0,
    conflicting: 0,
    invalid: 0,
  };
  const notable = { changed: [], conflicting: [], invalid: [] };
  for (const row of rows) {
    const [kind, reason] = classify(store, row);
    counts[kind] += 1;
    if (kind in notable) notable[kind].push({ row: row.row, candidate: row.candidate, reason });
    if (kind === 'new' || kind === 'changed') write(store, row);
  }
  return { ...counts, notable };
}

const keyOf = (row) => [row.candidate, row.course, row.attempt ?? '1'].join('|');

function classify(store, row) {
  if (row.invalid !== undefined) return ['invalid', row.invalid];
  const course = store.courses.get(row.course);
  if (course === undefined && (!row.title || !row.passMark)) return ['invalid', 'unknown_course'];
  const wrong = courseFacts.find((fact) => course && row[fact] && row[fact] !== course[fact]);
  if (wrong !== undefined) return ['conflicting', `course_${wrong}`];
  const known = store.completions.get(keyOf(row));
  if (known === undefined) return ['new', 'new'];
  const changes = facts.filter((fact) => row[fact] !== undefined && row[fact] !== known[fact]);
  if (changes.length === 0) return ['unchanged', 'same'];
  if (row.modified && known.modified) {
    if (row.modified < known.modified) return ['conflicting', 'out_of_date'];
    if (row.modified === known.modified) return ['conflicting', 'same_time'];
    return ['changed', changes.join(' ')];
  }
  if (known.modified === row.modified && known.file !== row.file)
    return ['changed', changes.join(' ')];
  return ['conflicting', 'same_key'];
}

function write(store, row) {
  if (!store.courses.has(row.course)) store.courses.set(row.course, { ...row });
  const known = store.completions.get(keyOf(row)) ?? {};
  const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
  store.completions.set(keyOf(row), { ...known, ...given });
}

/** How many certificates there must be, and why each of the others is held back. */
export function certificates(store) {
  const blocked = Object.fromEntries(reasons.map((reason) => [reason, 0]));
  let eligible = 0;
  for (const completion of store.completions.values()) {
    const reason = blockedBy(completion, store.courses.get(completion.course));
    if (reason === null) eligible += 1;
    else blocked[reason] += 1;
  }
  const candidates = new Set([...store.completions.values()].map(({ candidate }) => candidate));
  return {
    candidates: candidates.size,
    courses: store.courses.size,
    completions: store.completions.size,
    eligible,
    blocked,
  };
}

function blockedBy(completion, course) {
  if (!completion.enrolled) return 'not_enrolled';
  if (!completion.completed) return 'not_completed';
  if (!completion.mark) return 'no_mark';
  if (compareDecimals(completion.mark, course.passMark) < 0) return 'below_pass_mark';
  return completion.hold === 'yes' ? 'on_hold' : null;
}
