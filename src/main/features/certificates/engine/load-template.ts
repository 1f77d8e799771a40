/** Reads a template's folder: `template.json` and the files it names, none from outside the folder. */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { type CertificateTemplate, certificateTemplate } from '../../../../shared/template.ts';
import type { PictureFile } from './art.ts';
import { FontLibrary } from './font-library.ts';
import { inspectImage, largestImageBytes } from './image-file.ts';

/** What a template needs besides its own text. */
export interface TemplateAssets {
  /** By the name that the template gives. */
  readonly images: ReadonlyMap<string, PictureFile>;
  /** Absolute paths of the template's own font files, by the name that the template gives. */
  readonly fontFiles: ReadonlyMap<string, string>;
  readonly library: FontLibrary;
  /** SHA-256 over `template.json` and every file it names. */
  readonly contentHash: string;
}

export interface LoadedTemplate {
  readonly dir: string;
  /** `template.json` as it was read. */
  readonly json: Buffer;
  readonly template: CertificateTemplate;
  readonly assets: TemplateAssets;
}

export interface LoadOptions {
  /** Folders searched for font files before the font packages installed with the program. */
  readonly fontDirs?: readonly string[];
  /** Taken instead of the folder's `template.json`: an edit that nobody has saved. */
  readonly json?: string;
}

const largestTemplate = 2 * 1024 * 1024;

/** Throws an `AppError` that names the file, the element and the remedy. */
export async function loadTemplate(
  dir: string,
  options: LoadOptions = {},
): Promise<LoadedTemplate> {
  const path = join(dir, 'template.json');
  const { json: edited } = options;
  const json =
    edited === undefined ? await readBounded(path, largestTemplate) : Buffer.from(edited);
  const where = edited === undefined ? path : 'The edited template';
  const template = parseTemplate(json.toString('utf8'), where);
  const hash = createHash('sha256').update(json);
  const images = new Map<string, PictureFile>();
  for (const name of imageNames(template)) {
    const file = await insideFolder(dir, name);
    const bytes = await readBounded(file, largestImageBytes);
    images.set(name, { bytes, info: inspectImage(bytes, file) });
    hash.update(`\0${name}\0`).update(bytes);
  }
  const fontFiles = new Map<string, string>();
  for (const { file: name } of Object.values(template.fonts)) {
    if (name === undefined) continue;
    const file = await insideFolder(dir, name);
    fontFiles.set(name, file);
    hash.update(`\0${name}\0`).update(await readBounded(file, 64 * 1024 * 1024));
  }
  const library = new FontLibrary([...(options.fontDirs ?? [])]);
  const contentHash = hash.digest('hex');
  return { dir, json, template, assets: { images, fontFiles, library, contentHash } };
}

/** A version that may have issued certificates is what it was, or it is not used. Throws `conflict`. */
export function refuseOtherContent(dir: string, hash: string, found: string): void {
  if (found !== hash)
    throw new AppError(
      'conflict',
      `The template in ${dir} has been changed since it was kept: its content no longer has the hash in its name. Bring the folder back from a copy of the store's folder, or import the changed template as a new version.`,
    );
}

/** Reads a template's JSON. `where` names it in messages. */
export function parseTemplate(json: string, where: string): CertificateTemplate {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new AppError('invalid_input', `${where} is not JSON: ${(cause as Error).message}.`, {
      cause,
    });
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > 1)
    throw new AppError(
      'invalid_input',
      `${where} was made by a newer version of the program (template version ${version}). Update the program.`,
    );
  const result = certificateTemplate.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 5).map((issue) => {
    const at = issue.path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
      .join('')
      .replace(/^\./, '');
    return `${at || 'the whole file'}: ${issue.message}`;
  });
  throw new AppError('invalid_input', `${where} is not a usable template. ${issues.join(' ')}`, {
    details: { issues: result.error.issues.length },
  });
}

function imageNames(template: CertificateTemplate): Set<string> {
  const names = new Set<string>();
  for (const element of template.pages.flatMap((page) => page.elements)) {
    if (element.type === 'image') names.add(element.file);
    if (element.type === 'signature' && element.image !== undefined) names.add(element.image);
  }
  return names;
}

/** The real path of a file named by a template. A link or `..` that leads out of the folder is refused. */
async function insideFolder(dir: string, name: string): Promise<string> {
  const refused = new AppError(
    'forbidden',
    `The template names the file “${name}”, which is outside its folder ${dir}. Copy the file into the folder and name it from there.`,
  );
  if (isAbsolute(name) || /^[A-Za-z]:|\\|\0/.test(name) || name.split('/').includes('..'))
    throw refused;
  let root: string;
  let file: string;
  try {
    root = await realpath(dir);
    file = await realpath(join(dir, name));
  } catch (cause) {
    throw new AppError(
      'not_found',
      `The template names the file “${name}”, which is not in ${dir}. Put it there, or take it out of the template.`,
      { cause },
    );
  }
  const way = relative(root, file);
  if (way.startsWith(`..${sep}`) || way === '..' || isAbsolute(way)) throw refused;
  return file;
}

async function readBounded(path: string, limit: number): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > limit)
      throw new AppError(
        'invalid_input',
        `${path} is larger than ${Math.round(limit / 1_048_576)} MB.`,
      );
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const missing = (cause as { code?: unknown }).code === 'ENOENT';
    throw new AppError(
      missing ? 'not_found' : 'file_access',
      missing
        ? `There is no ${path}. Choose a folder that holds a template.`
        : `${path} cannot be read: ${(cause as Error).message}. Check the permissions.`,
      { cause },
    );
  }
}
