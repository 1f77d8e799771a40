/** Suggesting which column of a results file feeds which field, from the headings alone. */
import {
  type ColumnMapping,
  type ImportField,
  importFields,
} from '../../../../shared/completion-event.ts';
import {
  firstNameWords,
  headingWords,
  lastNameBesideFirst,
  lastNameWords,
} from './heading-words.ts';
import { columnJoint, isOwnColumn } from './mapping.ts';

export interface MappingSuggestion {
  readonly mapping: ColumnMapping;
  /** Fields whose column follows from its heading beyond doubt. */
  readonly certain: ImportField[];
  /** Fields whose column the officer should look at. */
  readonly guessed: ImportField[];
  /** Headings that feed nothing. */
  readonly unused: string[];
}

/** A heading without case, accents, spaces and punctuation: `Prénom(s)` is `prenoms`. */
function headingKey(heading: string): string {
  return headingParts(heading).join('');
}

function headingParts(heading: string): string[] {
  return heading
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((part) => part !== '');
}

const list = (words: string) => words.split(/\s+/);

interface Column {
  readonly heading: string;
  readonly key: string;
}

/** Never maps one column to two fields. */
export function suggestMapping(header: readonly string[]): MappingSuggestion {
  const columns = header
    .filter((heading) => !isOwnColumn(heading))
    .map((heading): Column => ({ heading, key: headingKey(heading) }));
  const taken = new Set<string>();
  const mapping: ColumnMapping = {};
  const certain = new Set<ImportField>();
  const free = (words: string) => findAll(columns, words, taken);
  const take = (field: ImportField, ...headings: string[]) => {
    mapping[field] = headings.join(columnJoint);
    for (const heading of headings) taken.add(heading);
  };

  for (const field of importFields) {
    const [first, ...others] = free(headingWords[field].sure);
    if (first === undefined) continue;
    take(field, first);
    if (others.length === 0) certain.add(field);
  }
  if (mapping.candidateName === undefined) {
    const [first] = free(firstNameWords);
    const last =
      free(lastNameWords)[0] ?? (first === undefined ? undefined : free(lastNameBesideFirst)[0]);
    if (first !== undefined && last !== undefined) {
      take('candidateName', first, last);
      certain.add('candidateName');
    }
  }
  for (const field of importFields) {
    const [first] = mapping[field] === undefined ? free(headingWords[field].maybe) : [];
    if (first !== undefined) take(field, first);
  }
  for (const { heading } of columns) {
    const field = taken.has(heading) ? null : fieldInside(heading);
    if (field !== null && mapping[field] === undefined) take(field, heading);
  }
  return {
    mapping: Object.fromEntries(
      importFields.flatMap((field) =>
        mapping[field] === undefined ? [] : [[field, mapping[field]]],
      ),
    ),
    certain: importFields.filter((field) => certain.has(field)),
    guessed: importFields.filter((field) => mapping[field] !== undefined && !certain.has(field)),
    unused: columns.map(({ heading }) => heading).filter((heading) => !taken.has(heading)),
  };
}

/** Free headings among `words`, the likelier word first. */
function findAll(columns: readonly Column[], words: string, taken: ReadonlySet<string>): string[] {
  return list(words).flatMap((word) =>
    columns.filter(({ heading, key }) => key === word && !taken.has(heading)).map((c) => c.heading),
  );
}

/** The field whose sure word fills most of a longer heading: "Exam mark 2026" is a mark. */
function fieldInside(heading: string): ImportField | null {
  const parts = headingParts(heading);
  let best: ImportField | null = null;
  let longest = 0;
  for (const field of importFields) {
    const words = new Set(list(headingWords[field].sure));
    for (let from = 0; from < parts.length; from += 1) {
      for (let to = from + 1; to <= parts.length; to += 1) {
        const inside = parts.slice(from, to).join('');
        if (inside.length <= longest || !words.has(inside)) continue;
        longest = inside.length;
        best = field;
      }
    }
  }
  return best;
}
