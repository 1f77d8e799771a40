/** Finds the file of a font family: in the template, in the folders given, or in the font packages installed with the program. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { TemplateFont } from '../../../../shared/template.ts';
import { type Face, faceOf } from './face.ts';

const weightNames: Record<number, string> = {
  100: 'Thin',
  200: 'ExtraLight',
  300: 'Light',
  400: 'Regular',
  500: 'Medium',
  600: 'SemiBold',
  700: 'Bold',
  800: 'ExtraBold',
  900: 'Black',
};

type FontStyle = Pick<TemplateFont, 'family' | 'weight' | 'italic'>;

/** `NotoSerif_400Regular_Italic.ttf`, as the font packages name their files. */
function fileName({ family, weight, italic }: FontStyle): string {
  const style = `${weight}${weightNames[weight] ?? ''}${italic ? '_Italic' : ''}`;
  return `${family.replace(/[^A-Za-z0-9]/g, '')}_${style}.ttf`;
}

const fromHere = createRequire(import.meta.url);

function inPackage(style: FontStyle): string | undefined {
  const name = style.family.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const folder = `${style.weight}${weightNames[style.weight] ?? ''}${style.italic ? '_Italic' : ''}`;
  try {
    return fromHere.resolve(`@expo-google-fonts/${name}/${folder}/${fileName(style)}`);
  } catch {
    return undefined;
  }
}

export class FontLibrary {
  readonly #folders: readonly string[];
  #files: Map<string, string> | undefined;
  #systemFiles: Map<string, string> | undefined;

  /** `folders` are searched, with their sub-folders, before the installed packages. */
  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  /** The path of the file for a family, weight and slant, or nothing. */
  find(style: FontStyle): string | undefined {
    this.#files ??= indexFolders(this.#folders);
    return this.#files.get(fileName(style).toLowerCase()) ?? inPackage(style);
  }

  /** A file of this very name in the library's folders, or in those given. */
  findFile(name: string, systemDirs: readonly string[]): string | undefined {
    this.#files ??= indexFolders(this.#folders);
    this.#systemFiles ??= indexFolders(systemDirs);
    return this.#files.get(name.toLowerCase()) ?? this.#systemFiles.get(name.toLowerCase());
  }

  /** The face of a template's font: its own file, else the family's. */
  faceFor(style: TemplateFont, own: ReadonlyMap<string, string>, where: string): Face {
    const path = style.file === undefined ? undefined : own.get(style.file);
    return path === undefined ? this.face(style, where) : faceOf(path);
  }

  /** The face for a family, weight and slant. Throws `not_found` with what to do. */
  face(style: FontStyle, where: string): Face {
    const path = this.find(style);
    if (path === undefined)
      throw new AppError(
        'not_found',
        `${where}: there is no font file ${fileName(style)}. Add it to one of ${
          this.#folders.length > 0 ? this.#folders.join(', ') : 'the font folders'
        }, or choose another family, weight or slant.`,
      );
    return faceOf(path);
  }
}

/** Every font file below the folders, by its lower-case name; an earlier folder wins. */
function indexFolders(folders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of [...folders].reverse()) {
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (/\.(ttf|otf|ttc)$/i.test(entry.name) && !entry.isDirectory())
        files.set(entry.name.toLowerCase(), join(entry.parentPath, entry.name));
  }
  return files;
}
