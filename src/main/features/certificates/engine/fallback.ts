/** The ordered list of faces asked for a text: the template's own first, then one for each script. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { type Face, faceOf } from './face.ts';
import type { FontLibrary } from './font-library.ts';
import { type Script, scriptOf } from './scripts.ts';

/** Families shipped with the program, by the scripts they are there for. */
const shipped: readonly { readonly family: string; readonly scripts: readonly Script[] }[] = [
  { family: 'Noto Serif', scripts: ['Latn', 'Grek', 'Cyrl', 'Zyyy'] },
  { family: 'Noto Sans', scripts: ['Latn', 'Grek', 'Cyrl', 'Zyyy'] },
  { family: 'Noto Naskh Arabic', scripts: ['Arab'] },
  { family: 'Noto Serif Hebrew', scripts: ['Hebr'] },
  { family: 'Noto Serif Devanagari', scripts: ['Deva', 'Zyyy'] },
  { family: 'Noto Serif Bengali', scripts: ['Beng'] },
  { family: 'Noto Sans Tamil', scripts: ['Taml'] },
  { family: 'Noto Sans Thai', scripts: ['Thai'] },
  { family: 'Noto Sans Khmer', scripts: ['Khmr'] },
  { family: 'Noto Sans Myanmar', scripts: ['Mymr'] },
  { family: 'Noto Sans Ethiopic', scripts: ['Ethi'] },
  { family: 'Noto Sans Georgian', scripts: ['Geor'] },
  { family: 'Noto Sans Armenian', scripts: ['Armn'] },
];

type Region = 'ja' | 'ko' | 'zh-Hans' | 'zh-Hant';

interface EastAsianFile {
  readonly name: string;
  readonly bold?: boolean;
  /** Member of the collection for each language it serves. */
  readonly faces: Partial<Record<Region, number>>;
}

const notoRegions = { ja: 0, ko: 1, 'zh-Hans': 2, 'zh-Hant': 3 } as const;
/** Chinese, Japanese and Korean faces are too large to ship: files known to be on people's machines, best first. */
const eastAsian: readonly EastAsianFile[] = [
  { name: 'NotoSerifCJK-Regular.ttc', faces: notoRegions },
  { name: 'NotoSerifCJK-Bold.ttc', bold: true, faces: notoRegions },
  { name: 'NotoSansCJK-Regular.ttc', faces: notoRegions },
  { name: 'NotoSansCJK-Bold.ttc', bold: true, faces: notoRegions },
  { name: 'SourceHanSerif.ttc', faces: notoRegions },
  { name: 'msyh.ttc', faces: { 'zh-Hans': 0 } },
  { name: 'msyhbd.ttc', bold: true, faces: { 'zh-Hans': 0 } },
  { name: 'msjh.ttc', faces: { 'zh-Hant': 0 } },
  { name: 'YuGothR.ttc', faces: { ja: 0 } },
  { name: 'malgun.ttf', faces: { ko: 0 } },
  { name: 'Songti.ttc', faces: { 'zh-Hans': 3, 'zh-Hant': 4 } },
  { name: 'AppleSDGothicNeo.ttc', faces: { ko: 0 } },
  { name: 'wqy-zenhei.ttc', faces: { 'zh-Hans': 0, 'zh-Hant': 0, ja: 0 } },
];

/** Where the operating systems keep fonts. */
export function systemFontDirs(): string[] {
  const home = homedir();
  if (process.platform === 'win32')
    return [
      join(process.env.WINDIR ?? 'C:\\Windows', 'Fonts'),
      join(process.env.LOCALAPPDATA ?? home, 'Microsoft', 'Windows', 'Fonts'),
    ];
  if (process.platform === 'darwin')
    return ['/System/Library/Fonts', '/Library/Fonts', join(home, 'Library/Fonts')];
  return [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(home, '.local/share/fonts'),
    join(home, '.fonts'),
  ];
}

const eastAsianScripts: readonly Script[] = ['Hani', 'Hira', 'Kana', 'Hang', 'Bopo'];

/** What an officer can do about a character of this script that no face has. */
export function missingFontRemedy(character: string): string {
  return eastAsianScripts.includes(scriptOf(character.codePointAt(0) ?? 0))
    ? 'Install a Chinese, Japanese and Korean font (the package fonts-noto-cjk, or NotoSerifCJK-Regular.ttc in a font folder), then try again.'
    : 'Add a font that has this character, or correct the record.';
}

export interface FallbackOptions {
  readonly library: FontLibrary;
  /** Families that the template asks before those of the program. */
  readonly families: readonly string[];
  readonly language: string;
  /** Folders for East Asian files, besides those of the library. */
  readonly systemDirs: readonly string[];
}

/** Finds the face for a character. Faces are loaded when a character first needs them. */
export class FaceList {
  readonly primary: Face;
  readonly #options: FallbackOptions;
  readonly #weight: number;
  readonly #chosen = new Map<number, Face | null>();
  #named: readonly Face[] | undefined;

  constructor(primary: Face, options: FallbackOptions) {
    this.primary = primary;
    this.#options = options;
    // Two weights of each script are shipped: 9 MB would be 30 with all nine.
    this.#weight = primary.metrics.weight >= 550 ? 600 : 400;
  }

  /** `text` tells Chinese characters in a Japanese name from those in a Chinese one. */
  faceFor(codePoint: number, text: string): Face | undefined {
    const known = this.#chosen.get(codePoint);
    if (known !== undefined && known !== null) return known;
    if (known === null) return undefined;
    const script = scriptOf(codePoint);
    if (eastAsianScripts.includes(script) && !this.primary.draws(codePoint))
      return this.#eastAsianFace(codePoint, text);
    const face = this.#find(codePoint, script);
    this.#chosen.set(codePoint, face ?? null);
    return face;
  }

  #find(codePoint: number, script: Script): Face | undefined {
    if (this.primary.draws(codePoint)) return this.primary;
    this.#named ??= this.#options.families.map((family) => this.#familyFace(family));
    const named = this.#named.find((face) => face.draws(codePoint));
    if (named) return named;
    for (const { family, scripts } of shipped) {
      if (!scripts.includes(script)) continue;
      const face = this.#familyFace(family);
      if (face.draws(codePoint)) return face;
    }
    return script === 'Zyyy' ? this.#eastAsianFace(codePoint, '') : undefined;
  }

  #familyFace(family: string): Face {
    const { library } = this.#options;
    const weight = library.find({ family, weight: this.#weight, italic: false })
      ? this.#weight
      : 400;
    return library.face({ family, weight, italic: false }, 'Fallback fonts');
  }

  #eastAsianFace(codePoint: number, text: string): Face | undefined {
    const region = regionOf(text, this.#options.language);
    const bold = this.#weight > 500;
    const ordered = [
      ...eastAsian.filter((file) => (file.bold ?? false) === bold),
      ...eastAsian.filter((file) => (file.bold ?? false) !== bold),
    ];
    for (const { name, faces } of ordered) {
      const path = this.#options.library.findFile(name, this.#options.systemDirs);
      if (path === undefined) continue;
      const indices = [faces[region], ...Object.values(faces)].filter((i) => i !== undefined);
      for (const index of new Set(indices)) {
        const face = usableFace(path, index);
        if (face?.draws(codePoint)) return face;
      }
    }
    return undefined;
  }
}

/** A face of the system that may be embedded; one that may not is as good as absent. */
function usableFace(path: string, index: number): Face | undefined {
  try {
    return faceOf(path, index);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** The writing tradition of a text: by its kana or hangul, else by the template's language. */
function regionOf(text: string, language: string): Region {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/^(ja|ko)\b/i.test(language)) return language.slice(0, 2).toLowerCase() as Region;
  return /^zh-(hant|tw|hk|mo)\b/i.test(language) ? 'zh-Hant' : 'zh-Hans';
}
