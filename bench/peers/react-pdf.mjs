// @react-pdf/renderer: the certificate as a component, faces registered once, rendered to a buffer each time.
import {
  Document,
  Font,
  Image,
  Line,
  Page,
  Path,
  Rect,
  renderToBuffer,
  Svg,
  Text,
} from '@react-pdf/renderer';
import { createElement } from 'react';
import { fontFiles } from '../certificate/folder.mjs';
import { layoutOf } from '../certificate/layout.mjs';

const pt = 72 / 25.4;

export async function create(kit) {
  const layout = layoutOf(kit);
  const [width, height] = [layout.width * pt, layout.height * pt];
  for (const [family, src] of Object.entries(fontFiles)) Font.register({ family, src });
  Font.registerHyphenationCallback((word) => [word]);
  const images = Object.fromEntries(
    Object.entries(kit.images).map(([name, data]) => [name, { data, format: 'png' }]),
  );
  const whole = { position: 'absolute', left: 0, top: 0, width, height };

  const art = [
    ...layout.frames.map((frame, i) =>
      createElement(Rect, {
        key: `frame${i}`,
        x: frame.x * pt,
        y: frame.y * pt,
        width: frame.width * pt,
        height: frame.height * pt,
        stroke: frame.color,
        strokeWidth: frame.lineWidth * pt,
        fill: 'none',
      }),
    ),
    ...layout.lines.map(({ from, to, color, lineWidth }, i) =>
      createElement(Line, {
        key: `line${i}`,
        x1: from[0] * pt,
        y1: from[1] * pt,
        x2: to[0] * pt,
        y2: to[1] * pt,
        stroke: color,
        strokeWidth: lineWidth * pt,
      }),
    ),
  ];

  return (data) => {
    const qr = layout.symbolOf(data);
    const texts = layout.textsOf(data).map(({ text, x, baseline, size, font, color }, i) => {
      // A line of Noto Serif as tall as 1.362 em has its baseline 1.069 em below its top.
      const style = {
        position: 'absolute',
        left: x * pt - 300,
        width: 600,
        top: baseline * pt - 1.069 * size,
        textAlign: 'center',
        fontFamily: font,
        fontSize: size,
        color,
      };
      return createElement(Text, { key: `text${i}`, style }, text);
    });
    const pictures = layout.images.map((image) =>
      createElement(Image, {
        key: image.file,
        src: images[image.file],
        style: {
          position: 'absolute',
          left: image.x * pt,
          top: image.y * pt,
          width: image.width * pt,
          height: image.height * pt,
        },
      }),
    );
    const symbol = createElement(Path, { key: 'qr', d: pathOf(qr), fill: qr.color });
    const drawing = createElement(Svg, { viewBox: `0 0 ${width} ${height}`, style: whole }, [
      ...art,
      symbol,
    ]);
    const page = createElement(
      Page,
      { size: 'A4', orientation: 'landscape' },
      drawing,
      ...pictures,
      ...texts,
    );
    const properties = { title: `Certificate ${data.number}`, author: kit.template.issuer };
    return renderToBuffer(createElement(Document, properties, page));
  };
}

function pathOf(qr) {
  const parts = [];
  for (let row = 0; row < qr.side; row += 1) {
    for (let column = 0; column < qr.side; column += 1) {
      if (!qr.isDark(row, column)) continue;
      const x = (qr.x + column * qr.module) * pt;
      const y = (qr.y + row * qr.module) * pt;
      const side = qr.module * pt;
      parts.push(`M${x} ${y}h${side}v${side}h${-side}Z`);
    }
  }
  return parts.join('');
}
