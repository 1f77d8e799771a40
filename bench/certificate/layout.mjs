// The template as plain drawing commands in mm, so that every peer draws the same thing in the same place.
import QRCode from 'qrcode';

const mmPerPoint = 25.4 / 72;

/**
 * @param {{template: any, fonts: Record<string, Buffer>}} kit
 * @returns what never changes, and `textsOf(data)` and `symbolOf(data)` for what does
 */
export function layoutOf(kit) {
  const elements = kit.template.pages[0].elements;
  const ofType = (type) => elements.filter((element) => element.type === type);
  const [border] = ofType('border');
  const [qr] = ofType('qr');
  return {
    width: 297,
    height: 210,
    frames: [
      frame(border.inset, border.lineWidth, border.color),
      frame(border.inset + 1.6, border.lineWidth / 3, border.accent),
    ],
    lines: ofType('line').map(({ from, to, color, lineWidth }) => ({
      from,
      to,
      color,
      lineWidth: lineWidth * mmPerPoint,
    })),
    images: ofType('image').map(({ file, x, y, width, height }) => ({
      file,
      x: x - width / 2,
      y,
      width,
      height,
    })),
    textsOf: (data) =>
      ofType('text').map(({ text, x, y, size, font, color }) => ({
        text: fill(text, data),
        x,
        baseline: y + ((size * rise(kit.fonts[font])) / 2) * mmPerPoint,
        size,
        font,
        color,
      })),
    /** Dark modules of the symbol, and its place without the quiet zone of four modules. */
    symbolOf: (data) => {
      const { modules } = QRCode.create(fill(qr.text, data), {
        version: qr.version,
        errorCorrectionLevel: 'M',
        maskPattern: qr.mask,
      });
      const module = qr.size / (modules.size + 8);
      return {
        side: modules.size,
        isDark: (row, column) => modules.get(row, column) !== 0,
        module,
        x: qr.x - qr.size / 2 + 4 * module,
        y: qr.y + 4 * module,
        color: qr.color,
      };
    },
  };
}

const frame = (inset, points, color) => ({
  x: inset,
  y: inset,
  width: 297 - 2 * inset,
  height: 210 - 2 * inset,
  color,
  lineWidth: points * mmPerPoint,
});

const fill = (text, data) =>
  text.replace(/\{\{([\w.]+)\}\}/g, (_, name) =>
    name.split('.').reduce((at, key) => at[key], data),
  );

const rises = new Map();

/** Ascent and descent (negative) of a face together, as a share of its em: from its hhea and head tables. */
function rise(ttf) {
  if (!rises.has(ttf)) {
    const table = (tag) => {
      for (let at = 12; ; at += 16) {
        if (ttf.toString('latin1', at, at + 4) === tag) return ttf.readUInt32BE(at + 8);
      }
    };
    const hhea = table('hhea');
    const sum = ttf.readInt16BE(hhea + 4) + ttf.readInt16BE(hhea + 6);
    rises.set(ttf, sum / ttf.readUInt16BE(table('head') + 18));
  }
  return rises.get(ttf);
}
