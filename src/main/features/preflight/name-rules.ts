/** Names that a font can draw and a reader may still misread: letters of another script, two directions. Pure. */
import type { FindingKind } from '../../../shared/contract/preflight.ts';

export interface NameProblem {
  readonly kind: Extract<FindingKind, 'look_alike' | 'mixed_direction'>;
  readonly reason: string;
  readonly remedy: string;
}

/** Scripts that names are written in, most used first; each is a bit. */
const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Devanagari',
  'Bengali',
  'Thai',
  'Armenian',
  'Georgian',
  'Ethiopic',
  'Khmer',
  'Myanmar',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Gujarati',
  'Gurmukhi',
  'Oriya',
  'Lao',
  'Tibetan',
  'Mongolian',
  'Syriac',
  'Cherokee',
] as const;
/** All the scripts that are not in the list count as one. */
const OTHER = 1 << scripts.length;
const ANY = -1;

const bit = (...names: (typeof scripts)[number][]): number =>
  names.reduce((bits, name) => bits | (1 << scripts.indexOf(name)), 0);
const LATIN = bit('Latin');
/** Scripts that one language writes together: the augmented script sets of UTS #39, section 5.1. */
const together = [bit('Han', 'Hiragana', 'Katakana'), bit('Han', 'Hangul')];

const extensions = scripts.map((script) => new RegExp(`\\p{Script_Extensions=${script}}`, 'u'));
const shared = /[\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]/u;
const known = new Map<string, number>();

/** The scripts that use a character, as bits; `ANY` for what all share. */
function scriptsOf(character: string): number {
  let bits = known.get(character);
  if (bits === undefined) {
    bits = shared.test(character)
      ? ANY
      : extensions.reduce((sum, uses, i) => sum | (uses.test(character) ? 1 << i : 0), 0) || OTHER;
    known.set(character, bits);
  }
  return bits;
}

/** The name of the first script of a set. */
const named = (bits: number): string =>
  scripts.find((_, i) => (bits & (1 << i)) !== 0) ?? 'another';

const plainLatin =
  /^[\p{Script_Extensions=Latin}\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]*$/u;
const wide = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}]/u;
const words = /[\p{L}\p{M}\u200c\u200d]+/gu;
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const leftToRight =
  /(?![\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}])[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]/u;

/**
 * Letters of other scripts that are drawn as Latin ones, after the confusables table of UTS #39. Only those
 * that occur in names of living languages: a word made of nothing else can hide in a Latin name.
 */
const likeLatin = /^[АВЕЅІЈКМНОРСТУХаеіјорсухѕԁһԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινρυօսԼՏ]+$/u;

const FIX = 'Type the name again from the source, in one script, and import or record it.';

/** Nothing for a name that raises no question. `name` is free of control characters or has been refused for them. */
export function inspectName(name: string): readonly NameProblem[] {
  if (plainLatin.test(name) && !wide.test(name)) return [];
  const lookAlike = disguisedForm(name) ?? mixedWord(name) ?? foreignTwin(name);
  const problems: NameProblem[] = [];
  if (lookAlike !== undefined)
    problems.push({ kind: 'look_alike', reason: lookAlike, remedy: FIX });
  if (rightToLeft.test(name) && leftToRight.test(name))
    problems.push({
      kind: 'mixed_direction',
      reason: `The name “${shorten(name)}” has letters written from right to left and from left to right: their order on paper may differ from the order meant.`,
      remedy: 'Look at its preview, or record the name in one script.',
    });
  return problems;
}

/** Letters that exist for layout or mathematics and look like plain ones. */
function disguisedForm(name: string): string | undefined {
  const [found] = wide.exec(name) ?? [];
  if (found === undefined) return undefined;
  return `The name “${shorten(name)}” contains ${describe(found)}, a special form of “${found.normalize('NFKC')}” that is not meant for names.`;
}

/** Mixed-script detection of UTS #39, section 5.1, word by word, with the combinations that it calls highly restrictive allowed. */
function mixedWord(name: string): string | undefined {
  for (const [word] of name.matchAll(words)) {
    let common = ANY;
    for (const letter of word) common &= scriptsOf(letter);
    if (common !== 0) continue;
    const letters = [...word];
    if (together.some((group) => letters.every((each) => scriptsOf(each) & (group | LATIN))))
      continue;
    const main = mostUsed(letters.map(scriptsOf));
    const odd = letters.find((each) => (scriptsOf(each) & main) === 0) ?? '';
    return `The word “${shorten(word)}” is written in ${named(main)} and contains ${describe(odd)}, a letter of the ${named(scriptsOf(odd))} script.`;
  }
  return undefined;
}

/** A whole word of letters that look Latin in a name that is Latin otherwise (whole-script confusables, UTS #39, section 5.2). */
function foreignTwin(name: string): string | undefined {
  if (!/\p{Script=Latin}/u.test(name)) return undefined;
  for (const [word] of name.matchAll(words)) {
    const [letter = ''] = word.normalize('NFD');
    if (likeLatin.test(word.normalize('NFD').replace(/\p{M}/gu, '')))
      return `The word “${shorten(word)}” looks Latin and is written with ${named(scriptsOf(letter))} letters: ${describe(letter)}.`;
  }
  return undefined;
}

function mostUsed(sets: readonly number[]): number {
  const count = (script: number) => sets.filter((set) => (set & script) !== 0).length;
  const bits = [...scripts.map((_, i) => 1 << i), OTHER];
  return bits.reduce((best, script) => (count(script) > count(best) ? script : best));
}

function describe(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `“${character}” (U+${code})`;
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

const collapse = /\s+/gu;
/** Two names with one key are the same to a reader of two certificates. */
export const nameKey = (name: string): string =>
  name.normalize('NFKC').replace(collapse, ' ').trim().toLowerCase();
