// The certificate of the comparison on disk: the template, the shipped art, the two faces.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('..', import.meta.url));
const project = createRequire(new URL('../../package.json', import.meta.url));
const art = fileURLToPath(new URL('../../resources/templates/default/', import.meta.url));

/** Beside the program's own build, which neither the formatter nor the linter reads. */
export const out = join(bench, '../out/bench');
export const templateDir = join(out, 'template');

export const fontFiles = {
  body: project.resolve('@expo-google-fonts/noto-serif/400Regular/NotoSerif_400Regular.ttf'),
  strong: project.resolve('@expo-google-fonts/noto-serif/700Bold/NotoSerif_700Bold.ttf'),
};

/** Puts the template and its pictures into one folder, as the engine wants them. */
export function writeTemplateFolder() {
  mkdirSync(templateDir, { recursive: true });
  copyFileSync(join(bench, 'certificate/template.json'), join(templateDir, 'template.json'));
  for (const name of ['logo.png', 'signature.png']) {
    copyFileSync(join(art, name), join(templateDir, name));
  }
}

/** What every peer is given once: the same bytes that the engine reads. */
export function readKit() {
  return {
    template: JSON.parse(readFileSync(join(templateDir, 'template.json'), 'utf8')),
    images: {
      'logo.png': readFileSync(join(templateDir, 'logo.png')),
      'signature.png': readFileSync(join(templateDir, 'signature.png')),
    },
    fonts: { body: readFileSync(fontFiles.body), strong: readFileSync(fontFiles.strong) },
  };
}
