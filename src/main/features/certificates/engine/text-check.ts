/** What must never be printed: control characters, broken encoding, invisible and direction-changing characters. */
import type { RenderFailure } from './data.ts';

export const longestText = 1_000;

/** Joiners are letters' business in these scripts only; between Latin letters they hide. */
const joinedScripts =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Nko}';
const suspicious = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029\u115f\u1160\u3164\uffa0\ufffc\ufffd]/u;
const legitimateJoiner = new RegExp(
  `(?<=[${joinedScripts}]\\p{M}*)[\\u200c\\u200d](?=[${joinedScripts}])`,
  'gu',
);

/** `U+202E`, with a word on what it is where the character cannot be seen. */
export function describeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `the control character ${name}`;
  if (code >= 0xd800 && code <= 0xdfff) return `half of a character (${name})`;
  if (code === 0xfffd) return `the sign for a character lost on the way (${name})`;
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
    return `the invisible direction control ${name}`;
  if (/[\p{Cf}\u115f\u1160\u3164\uffa0]/u.test(character)) return `the invisible character ${name}`;
  return `“${character}” (${name})`;
}

/** Refuses text that cannot honestly be printed; says nothing about fonts or room. */
export function findBadText(field: string, text: string): RenderFailure | undefined {
  const bad = (message: string, remedy: string): RenderFailure => ({
    code: 'bad_text',
    field,
    text: text.slice(0, 200),
    message,
    remedy,
  });
  if (text.length > longestText)
    return bad(
      `The ${field} has ${text.length} characters; at most ${longestText} can be printed.`,
      'Correct it in the source.',
    );
  if (!suspicious.test(text)) return undefined;
  const match = suspicious.exec(text.replace(legitimateJoiner, (j) => 'x'.repeat(j.length)));
  if (!match) return undefined;
  return bad(
    `The ${field} contains ${describeCharacter(match[0])} at position ${match.index + 1}.`,
    match[0] === '\ufffd'
      ? 'The file was read with the wrong encoding: import it again with the right one.'
      : 'Remove it in the source and import the record again.',
  );
}
