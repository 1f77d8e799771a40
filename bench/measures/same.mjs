// That every contender draws the same certificate: its words as pdftotext finds them, its QR symbol as a reader decodes it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { out, readKit } from '../certificate/folder.mjs';
import { layoutOf } from '../certificate/layout.mjs';
import { record } from '../certificate/records.mjs';
import { figure, table } from '../lib/numbers.mjs';

const project = createRequire(new URL('../../package.json', import.meta.url));
const names = ['examdesk', 'jspdf', 'pdf-lib', 'pdfkit', 'react-pdf', 'typst'];
const records = [record(7), record(101), record(3_456)];

export const same = {
  title: 'The same certificate',
  about: 'Checked before anything is timed: three records through every contender.',
  async run({ say }) {
    const kit = readKit();
    const layout = layoutOf(kit);
    const folder = join(out, 'samples');
    mkdirSync(folder, { recursive: true });
    const rows = [];
    for (const name of names) {
      say(name);
      const { create } = await import(`../peers/${name}.mjs`);
      const make = await create(kit);
      let size = 0;
      for (const data of records) {
        const made = await make(data);
        const bytes = made instanceof Uint8Array ? made : Buffer.concat([made.prefix, made.tail]);
        const file = join(folder, `${name}-${data.number}`);
        writeFileSync(`${file}.pdf`, bytes);
        size = bytes.length;
        requireSame(
          name,
          file,
          layout.textsOf(data).map(({ text }) => text),
          data,
        );
      }
      rows.push([name, figure(size), 'yes']);
    }
    return {
      results: { records: records.length, contenders: names.join(', ') },
      table: table(['', 'bytes', 'all words and the symbol'], rows),
      goals: [],
    };
  },
};

function requireSame(name, file, texts, data) {
  execFileSync('qpdf', ['--check', `${file}.pdf`], { stdio: 'pipe' });
  const found = execFileSync('pdftotext', ['-layout', `${file}.pdf`, '-']).toString('utf8');
  const words = found.normalize('NFC').replace(/\s+/g, ' ');
  for (const text of texts) {
    if (!words.includes(text.normalize('NFC')))
      throw new Error(`${name} lost “${text}” in ${file}.pdf`);
  }
  execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', `${file}.pdf`, file]);
  const jsQR = project('jsqr');
  const { PNG } = project('pngjs');
  const page = PNG.sync.read(readFileSync(`${file}.png`));
  const symbol = jsQR(new Uint8ClampedArray(page.data), page.width, page.height);
  const wanted = `https://verify.example.org/c/${data.number}`;
  if (symbol?.data !== wanted)
    throw new Error(`${name}: the QR symbol of ${file}.pdf reads ${symbol?.data}`);
}
