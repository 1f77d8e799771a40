/** Names that a font can draw and a reader may still misread: letters of another script, two directions. Pure. */
import type { FindingKind } from '../../../shared/contract/preflight.ts';

export interface NameProblem {
  readonly kind: Extract<FindingKind, 'look_alike' | 'mixed_direction'>;
  readonly reason: string;
  readonly remedy: string;
}

/** Scripts of living languages in the order in which a word of two is named after. */
const scripts = [
  'Latin',
  'Greek',
  'Cyrillic',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Syriac',
  'Thaana',
  'Nko',
  'Adlam',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Tibetan',
  'Myanmar',
  'Georgian',
  'Ethiopic',
  'Cherokee',
  'Khmer',
  'Mongolian',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
] as const;
type Script = (typeof scripts)[number];

/** Scripts that one language writes together: the augmented script sets of UTS #39, section 5.1. */
const together: readonly (readonly Script[])[] = [
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Hangul'],
  ['Han', 'Bopomofo'],
];

const extensions = scripts.map(
  (script) => [script, new RegExp(`\\p{Script_Extensions=${script}}`, 'u')] as const,
);
const known = new Map<string, ReadonlySet<Script> | 'any'>();

/** The scripts that use a character; `any` for what all share. */
function scriptsOf(character: string): ReadonlySet<Script> | 'any' {
  let found = known.get(character);
  if (found === undefined) {
    found = /[\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]/u.test(character)
      ? 'any'
      : new Set(extensions.flatMap(([script, uses]) => (uses.test(character) ? [script] : [])));
    known.set(character, found);
  }
  return found;
}

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
    const letters = [...word].flatMap((letter) => {
      const found = scriptsOf(letter);
      return found === 'any' ? [] : [{ letter, scripts: found }];
    });
    const covers = (allowed: readonly Script[]) =>
      letters.every((each) => allowed.some((script) => each.scripts.has(script)));
    const [first] = letters;
    if (!first || [...first.scripts].some((script) => covers([script]))) continue;
    if (together.some((group) => covers([...group, 'Latin']))) continue;
    const main = mostUsed(letters.map((each) => each.scripts));
    const odd = letters.find((each) => !each.scripts.has(main));
    if (!odd) continue;
    const [other] = odd.scripts;
    return `The word “${shorten(word)}” is written in ${main} and contains ${describe(odd.letter)}, a letter of the ${other ?? 'another'} script.`;
  }
  return undefined;
}

/** A whole word of letters that look Latin in a name that is Latin otherwise (whole-script confusables, UTS #39, section 5.2). */
function foreignTwin(name: string): string | undefined {
  if (!/\p{Script=Latin}/u.test(name)) return undefined;
  for (const [word] of name.matchAll(words))
    if (likeLatin.test(word.normalize('NFD').replace(/\p{M}/gu, ''))) {
      const [script] = [...word].flatMap((letter) => {
        const found = scriptsOf(letter);
        return found === 'any' ? [] : [...found];
      });
      return `The word “${shorten(word)}” looks Latin and is written with ${script ?? 'other'} letters: ${describe([...word][0] ?? '')}.`;
    }
  return undefined;
}

function mostUsed(sets: readonly ReadonlySet<Script>[]): Script {
  const count = (script: Script) => sets.filter((set) => set.has(script)).length;
  return scripts.reduce<Script>(
    (best, script) => (count(script) > count(best) ? script : best),
    'Latin',
  );
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
