// pdf-lib: a new document for every certificate, with both faces subset once beforehand.
//
// Ligatures are off, because it writes them with the wrong width. Its own subsetting (`subset: true`) loses most glyphs of Noto Serif, and whole faces would make files of half a megabyte.
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, rgb } from 'pdf-lib';
import subsetFont from 'subset-font';
import { layoutOf } from '../certificate/layout.mjs';

const pt = 72 / 25.4;
const plain = { features: { liga: false } };

export async function create(kit) {
  const layout = layoutOf(kit);
  const letters = Array.from({ length: 0x180 - 0x20 }, (_, i) => String.fromCodePoint(0x20 + i));
  const extended = Array.from({ length: 0x5a }, (_, i) => String.fromCodePoint(0x1ea0 + i));
  const wanted = [...letters, ...extended, '\u2013', '\u2014', '\u2019'].join('');
  const small = {
    body: await subsetFont(kit.fonts.body, wanted, { targetFormat: 'sfnt' }),
    strong: await subsetFont(kit.fonts.strong, wanted, { targetFormat: 'sfnt' }),
  };
  const up = (y) => (layout.height - y) * pt;
  return async (data) => {
    const doc = await PDFDocument.create();
    doc.registerFontkit(fontkit);
    doc.setTitle(`Certificate ${data.number}`);
    doc.setAuthor(kit.template.issuer);
    const fonts = {
      body: await doc.embedFont(small.body, plain),
      strong: await doc.embedFont(small.strong, plain),
    };
    const page = doc.addPage([layout.width * pt, layout.height * pt]);
    for (const { x, y, width, height, color, lineWidth } of layout.frames) {
      page.drawRectangle({
        x: x * pt,
        y: up(y + height),
        width: width * pt,
        height: height * pt,
        borderColor: colour(color),
        borderWidth: lineWidth * pt,
      });
    }
    for (const { from, to, color, lineWidth } of layout.lines) {
      page.drawLine({
        start: { x: from[0] * pt, y: up(from[1]) },
        end: { x: to[0] * pt, y: up(to[1]) },
        thickness: lineWidth * pt,
        color: colour(color),
      });
    }
    for (const { file, x, y, width, height } of layout.images) {
      const image = await doc.embedPng(kit.images[file]);
      page.drawImage(image, {
        x: x * pt,
        y: up(y + height),
        width: width * pt,
        height: height * pt,
      });
    }
    for (const { text, x, baseline, size, font, color } of layout.textsOf(data)) {
      const left = x * pt - fonts[font].widthOfTextAtSize(text, size) / 2;
      page.drawText(text, {
        x: left,
        y: up(baseline),
        size,
        font: fonts[font],
        color: colour(color),
      });
    }
    const qr = layout.symbolOf(data);
    const dark = colour(qr.color);
    const side = qr.module * pt;
    for (let row = 0; row < qr.side; row += 1) {
      for (let column = 0; column < qr.side; column += 1) {
        if (!qr.isDark(row, column)) continue;
        const y = up(qr.y + (row + 1) * qr.module);
        page.drawRectangle({
          x: (qr.x + column * qr.module) * pt,
          y,
          width: side,
          height: side,
          color: dark,
        });
      }
    }
    return doc.save();
  };
}

const colour = (hex) =>
  rgb(...[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255));
