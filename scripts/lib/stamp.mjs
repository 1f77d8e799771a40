// Stamps: small files that say what an installation or a build was made from.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * One hash over names and contents, so that a file added, removed, renamed or edited changes it and a new
 * modification time alone does not.
 * @param {string} root
 * @param {string[]} entries files and folders below `root`; what is not there counts as absent
 */
export function hashFiles(root, entries) {
  const hash = createHash('sha256');
  for (const file of entries.flatMap((entry) => filesIn(join(root, entry)))) {
    const bytes = readFileSync(file);
    hash.update(`${relative(root, file).split(sep).join('/')}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!existsSync(path)) return [];
  const entries = (() => {
    try {
      return readdirSync(path, { withFileTypes: true });
    } catch (error) {
      if (isCode(error, 'ENOTDIR')) return null;
      throw error;
    }
  })();
  if (!entries) return [path];
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesIn(join(path, entry.name)));
}

const dependencyFields = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'overrides',
  'allowScripts',
];

/**
 * What `npm ci` would install: the lock, and the fields of package.json that it is made from. Renaming a script
 * in package.json must not cost a new installation.
 * @param {string} folder
 */
export function hashDependencies(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const fields = dependencyFields.map((name) => manifest[name] ?? null);
  return createHash('sha256')
    .update(JSON.stringify(fields))
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
}

/**
 * A JSON file's value; null when it is not there or is not JSON (a stamp cut short says nothing).
 * @param {string} file
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {object} value
 */
export function writeStamp(file, value) {
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, `${JSON.stringify(value)}\n`);
  renameSync(part, file);
}

/**
 * @param {unknown} error
 * @param {...string} codes
 */
export function isCode(error, ...codes) {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
