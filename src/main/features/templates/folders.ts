/** The folders of template versions: named by the hash of their content, written once, never changed. */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError, partSuffix, syncFolder, writeWhole } from '../../kernel/files.ts';
import { type LoadedTemplate, loadTemplate, refuseOtherContent } from '../certificates/api.ts';

/** One version's folder, and the hash that its content must have. */
export interface TemplateFolder {
  readonly dir: string;
  readonly hash: string;
}

/** Versions are named by their content: what lies under a hash never changes. */
export const versionFolder = (templatesDir: string, hash: string): TemplateFolder => ({
  dir: join(templatesDir, hash),
  hash,
});

/**
 * Keeps a copy of a template that was loaded. Only the files that it names are taken, so that nothing else
 * of the officer's folder gets into the store. `unique` names the copy until it is whole.
 */
export async function keepTemplate(
  templatesDir: string,
  loaded: LoadedTemplate,
  unique: string,
): Promise<void> {
  const { contentHash } = loaded.assets;
  const { dir } = versionFolder(templatesDir, contentHash);
  const part = join(templatesDir, `${unique}${partSuffix}`);
  try {
    await mkdir(templatesDir, { recursive: true });
    if ((await readdir(templatesDir)).includes(contentHash)) return;
    for (const [name, bytes] of await filesOf(loaded)) await writeWhole(join(part, name), bytes);
    // Last, because its folder is synced with it and so holds the others' folders too.
    await writeWhole(join(part, 'template.json'), loaded.json);
    refuseOtherContent(part, contentHash, (await loadTemplate(part)).assets.contentHash);
    await rename(part, dir);
    await syncFolder(templatesDir);
  } catch (cause) {
    throw explainFileError(cause, dir, 'write');
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function filesOf({ assets }: LoadedTemplate): Promise<Map<string, Buffer>> {
  const files = new Map([...assets.images].map(([name, { bytes }]) => [name, bytes]));
  for (const [name, path] of assets.fontFiles)
    files.set(
      name,
      await readFile(path).catch((cause) => {
        throw explainFileError(cause, path, 'read');
      }),
    );
  return files;
}

/** A kept version. Throws `conflict` where its content is not what was kept. */
export async function loadVersion(
  { dir, hash }: TemplateFolder,
  options: { readonly json?: string } = {},
): Promise<LoadedTemplate> {
  const kept = await loadTemplate(dir);
  refuseOtherContent(dir, hash, kept.assets.contentHash);
  return options.json === undefined ? kept : loadTemplate(dir, { json: options.json });
}

/** Removes what a program that died had not finished. */
export async function removeParts(templatesDir: string): Promise<void> {
  const names = await readdir(templatesDir).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(partSuffix)))
    await rm(join(templatesDir, name), { recursive: true, force: true });
}
