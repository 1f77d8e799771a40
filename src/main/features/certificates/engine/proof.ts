/** The watermark of a proof: across the page, over everything, so that no print of it passes for a certificate. */
import type { Face } from './face.ts';
import type { FaceList } from './fallback.ts';
import type { GlyphSet } from './pdf-fonts.ts';
import { num } from './pdf-syntax.ts';
import { shapeLine } from './segments.ts';
import { decoration } from './structure.ts';
import { type ResidentFonts, textOperators } from './text-ops.ts';

const words = ['PROOF', 'NOT VALID AS A CERTIFICATE'] as const;

/** What the QR symbol of a proof says instead of the template's text: a scan must not find a real certificate. */
export const proofSymbol = 'PROOF';

/** In front of a proof's title. */
export const proofTitle = 'PROOF: ';

/** Outlined letters along the diagonal of a page of `width` x `height` points. */
export function watermark(
  page: { readonly width: number; readonly height: number },
  faces: FaceList,
  residents: ResidentFonts,
  ownFor: (face: Face) => GlyphSet,
): string {
  const { width, height } = page;
  const diagonal = Math.hypot(width, height);
  const [cos, sin] = [width / diagonal, height / diagonal];
  let drawn = '';
  words.forEach((text, i) => {
    const line = shapeLine(text, { faces, language: 'en', direction: 'ltr', tracking: 0 });
    const size = Math.floor(((i === 0 ? 0.62 : 0.55) * diagonal * 1_000) / line.width);
    const below = i === 0 ? size * 0.2 : size * 2.6;
    drawn += textOperators(
      { size, lines: [line] },
      {
        left: 0,
        width: diagonal,
        baselineFor: () => -below,
        align: 'center',
        lineHeight: 1,
        // Stroked, not filled: what stands below stays readable.
        colour: `0.78 0.16 0.16 RG ${i === 0 ? 1.6 : 0.7} w 1 Tr`,
      },
      residents,
      ownFor,
    );
  });
  return decoration(`q ${num(cos)} ${num(sin)} ${num(-sin)} ${num(cos)} 0 0 cm\n${drawn}Q\n`);
}
