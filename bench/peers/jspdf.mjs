// jsPDF as its documentation shows it: a new document, both faces and both pictures added, for every certificate.
import { jsPDF } from 'jspdf';
import { layoutOf } from '../certificate/layout.mjs';

export async function create(kit) {
  const layout = layoutOf(kit);
  const base64 = {
    body: kit.fonts.body.toString('base64'),
    strong: kit.fonts.strong.toString('base64'),
  };
  return (data) => {
    const doc = new jsPDF({ orientation: 'landscape', unit: 'mm', format: 'a4', compress: true });
    for (const font of ['body', 'strong']) {
      doc.addFileToVFS(`${font}.ttf`, base64[font]);
      doc.addFont(`${font}.ttf`, font, 'normal');
    }
    doc.setProperties({ title: `Certificate ${data.number}`, author: kit.template.issuer });
    for (const { x, y, width, height, color, lineWidth } of layout.frames) {
      doc.setDrawColor(color).setLineWidth(lineWidth).rect(x, y, width, height, 'S');
    }
    for (const { from, to, color, lineWidth } of layout.lines) {
      doc.setDrawColor(color).setLineWidth(lineWidth).line(from[0], from[1], to[0], to[1]);
    }
    for (const { file, x, y, width, height } of layout.images) {
      doc.addImage(kit.images[file], 'PNG', x, y, width, height);
    }
    for (const { text, x, baseline, size, font, color } of layout.textsOf(data)) {
      doc
        .setFont(font)
        .setFontSize(size)
        .setTextColor(color)
        .text(text, x, baseline, { align: 'center' });
    }
    const qr = layout.symbolOf(data);
    doc.setFillColor(qr.color);
    for (let row = 0; row < qr.side; row += 1) {
      for (let column = 0; column < qr.side; column += 1) {
        if (!qr.isDark(row, column)) continue;
        doc.rect(qr.x + column * qr.module, qr.y + row * qr.module, qr.module, qr.module, 'F');
      }
    }
    return new Uint8Array(doc.output('arraybuffer'));
  };
}
