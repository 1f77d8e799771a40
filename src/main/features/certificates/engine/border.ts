/** The frame of a certificate: plain rules, or a band of interlaced waves that is hard to copy. */
import type { jsPDF } from 'jspdf';
import type { ElementOf } from '../../../../shared/template.ts';

/** Control point of a half cosine wave drawn as one cubic curve, as a share of its length. */
const ease = 0.3642;

export function drawBorder(
  doc: jsPDF,
  border: ElementOf<'border'>,
  page: { width: number; height: number },
): void {
  const { inset, color, lineWidth } = border;
  const accent = border.accent ?? color;
  const frame = (at: number, points: number, colour: string): void => {
    doc.setDrawColor(colour);
    doc.setLineWidth((points * 25.4) / 72);
    doc.rect(at, at, page.width - 2 * at, page.height - 2 * at, 'S');
  };
  frame(inset, lineWidth, color);
  if (border.style === 'double') frame(inset + 1.6, lineWidth / 3, accent);
  if (border.style !== 'guilloche') return;
  const { band } = border;
  frame(inset + 0.9, lineWidth / 4, accent);
  frame(inset + band, lineWidth / 4, accent);
  frame(inset + band + 0.9, lineWidth / 2, color);
  const corner = band - 0.9;
  const edge = inset + 0.9;
  const middle = edge + corner / 2;
  const amplitude = corner / 2 - 0.5;
  const wide = page.width - 2 * (edge + corner);
  const high = page.height - 2 * (edge + corner);
  const sides: Side[] = [
    { x: edge + corner, y: edge, width: wide, height: corner },
    { x: edge + corner, y: page.height - edge - corner, width: wide, height: corner },
    { x: edge, y: edge + corner, width: corner, height: high },
    { x: page.width - edge - corner, y: edge + corner, width: corner, height: high },
  ];
  doc.setLineWidth(0.09);
  for (const side of sides) {
    // Waves begin before the side and end behind it: cut at its edges, all phases look alike there.
    doc.saveGraphicsState();
    doc.rect(side.x, side.y, side.width, side.height, null);
    doc.clip();
    doc.discardPath();
    for (const [phase, colour] of [
      [0, color],
      [1 / 3, accent],
      [2 / 3, color],
    ] as const) {
      doc.setDrawColor(colour);
      wave(doc, side, amplitude, phase);
      if (colour !== accent) wave(doc, side, amplitude / 2, phase);
    }
    doc.restoreGraphicsState();
  }
  for (const x of [middle, page.width - middle])
    for (const y of [middle, page.height - middle])
      rosette(doc, x, y, corner / 2 - 0.35, color, accent);
}

interface Side {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cosine wave of whole periods along the middle of a side, moved by a share of a period. */
function wave(doc: jsPDF, side: Side, amplitude: number, phase: number): void {
  const upright = side.height > side.width;
  const length = upright ? side.height : side.width;
  const periods = Math.max(2, Math.round(length / 9.5));
  const half = length / periods / 2;
  const before = (phase - 1) * 2 * half;
  const steps: number[][] = [];
  for (let i = 0; i < (periods + 1) * 2; i++) {
    const rise = (i % 2 === 0 ? -2 : 2) * amplitude;
    const [first, second] = [half * ease, half * (1 - ease)];
    steps.push(
      upright ? [0, first, rise, second, rise, half] : [first, 0, second, rise, half, rise],
    );
  }
  const x = upright ? side.x + side.width / 2 + amplitude : side.x + before;
  const y = upright ? side.y + before : side.y + side.height / 2 + amplitude;
  doc.lines(steps, x, y, [1, 1], 'S');
}

/** A corner ornament of turned ellipses within circles. */
function rosette(
  doc: jsPDF,
  x: number,
  y: number,
  radius: number,
  color: string,
  accent: string,
): void {
  doc.setLineWidth(0.09);
  const petals = 9;
  for (let i = 0; i < petals; i++) {
    doc.setDrawColor(i % 3 === 1 ? accent : color);
    turnedEllipse(doc, x, y, radius, radius * 0.42, (Math.PI * i) / petals);
  }
  doc.setDrawColor(color);
  doc.setLineWidth(0.14);
  doc.circle(x, y, radius, 'S');
  doc.setFillColor(accent);
  doc.circle(x, y, radius * 0.12, 'F');
}

/** An ellipse as four cubic curves, turned about its centre. */
function turnedEllipse(
  doc: jsPDF,
  x: number,
  y: number,
  a: number,
  b: number,
  angle: number,
): void {
  const k = 0.5523;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const turn = (px: number, py: number): [number, number] => [
    px * cos - py * sin,
    px * sin + py * cos,
  ];
  const points = [
    [a, 0],
    [a, b * k],
    [a * k, b],
    [0, b],
    [-a * k, b],
    [-a, b * k],
    [-a, 0],
    [-a, -b * k],
    [-a * k, -b],
    [0, -b],
    [a * k, -b],
    [a, -b * k],
    [a, 0],
  ].map(([px = 0, py = 0]) => turn(px, py));
  const steps: number[][] = [];
  for (let i = 0; i < 12; i += 3) {
    const [fromX, fromY] = points[i] ?? [0, 0];
    steps.push(
      [1, 2, 3].flatMap((n) => {
        const [px, py] = points[i + n] ?? [0, 0];
        return [px - fromX, py - fromY];
      }),
    );
  }
  const [startX, startY] = points[0] ?? [0, 0];
  doc.lines(steps, x + startX, y + startY, [1, 1], 'S', true);
}
