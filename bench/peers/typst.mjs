// Typst through its Node binding: one compiler kept for all certificates, the record as inputs, the QR symbol as SVG.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { fontFiles, templateDir } from '../certificate/folder.mjs';
import { layoutOf } from '../certificate/layout.mjs';

const source = readFileSync(fileURLToPath(new URL('certificate.typ', import.meta.url)), 'utf8');

export async function create(kit) {
  const layout = layoutOf(kit);
  const compiler = NodeCompiler.create({
    workspace: templateDir,
    fontArgs: [{ fontPaths: Object.values(fontFiles).map((file) => dirname(file)) }],
  });
  const art = JSON.stringify({
    frames: layout.frames,
    lines: layout.lines,
    images: layout.images,
  });
  return (data) => {
    const qr = layout.symbolOf(data);
    const texts = layout.textsOf(data);
    const inputs = {
      art,
      title: `Certificate ${data.number}`,
      author: kit.template.issuer,
      texts: JSON.stringify(texts),
      qr: svgOf(qr),
      place: JSON.stringify({ x: qr.x, y: qr.y, side: qr.side * qr.module }),
    };
    return compiler.pdf({ mainFileContent: source, inputs });
  };
}

function svgOf(qr) {
  const parts = [];
  for (let row = 0; row < qr.side; row += 1) {
    for (let column = 0; column < qr.side; column += 1) {
      if (qr.isDark(row, column)) parts.push(`M${column} ${row}h1v1h-1z`);
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${qr.side} ${qr.side}"><path fill="${qr.color}" d="${parts.join('')}"/></svg>`;
}
