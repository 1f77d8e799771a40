// PDFKit: a new document with both faces and both pictures for every certificate.
import PDFDocument from 'pdfkit';
import { layoutOf } from '../certificate/layout.mjs';

const pt = 72 / 25.4;

export async function create(kit) {
  const layout = layoutOf(kit);
  return async (data) => {
    const doc = new PDFDocument({
      size: 'A4',
      layout: 'landscape',
      margin: 0,
      info: { Title: `Certificate ${data.number}`, Author: kit.template.issuer },
    });
    const parts = [];
    doc.on('data', (bytes) => parts.push(bytes));
    const ended = new Promise((resolve) => doc.on('end', resolve));
    doc.registerFont('body', kit.fonts.body).registerFont('strong', kit.fonts.strong);
    for (const { x, y, width, height, color, lineWidth } of layout.frames) {
      doc
        .lineWidth(lineWidth * pt)
        .rect(x * pt, y * pt, width * pt, height * pt)
        .stroke(color);
    }
    for (const { from, to, color, lineWidth } of layout.lines) {
      doc.lineWidth(lineWidth * pt).moveTo(from[0] * pt, from[1] * pt);
      doc.lineTo(to[0] * pt, to[1] * pt).stroke(color);
    }
    for (const { file, x, y, width, height } of layout.images) {
      doc.image(kit.images[file], x * pt, y * pt, { width: width * pt, height: height * pt });
    }
    for (const { text, x, baseline, size, font, color } of layout.textsOf(data)) {
      doc.font(font).fontSize(size).fillColor(color);
      const left = x * pt - doc.widthOfString(text) / 2;
      doc.text(text, left, baseline * pt, { lineBreak: false, baseline: 'alphabetic' });
    }
    const qr = layout.symbolOf(data);
    const side = qr.module * pt;
    for (let row = 0; row < qr.side; row += 1) {
      for (let column = 0; column < qr.side; column += 1) {
        if (!qr.isDark(row, column)) continue;
        doc.rect((qr.x + column * qr.module) * pt, (qr.y + row * qr.module) * pt, side, side);
      }
    }
    doc.fill(qr.color);
    doc.end();
    await ended;
    return Buffer.concat(parts);
  };
}
