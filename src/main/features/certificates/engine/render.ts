/** Renders one certificate from a prepared template: only what differs between certificates is made here. */
import { hash } from 'node:crypto';
import { type CertificateData, Refusal, type RenderFailure } from './data.ts';
import type { Face } from './face.ts';
import { missingFontRemedy } from './fallback.ts';
import { holds, type Piece, readPieces } from './fields.ts';
import type { FittedText } from './fit.ts';
import type { DynamicItem } from './lay-page.ts';
import { fontObjects, GlyphSet, objectsPerFont } from './pdf-fonts.ts';
import { object, streamObject, xrefLine } from './pdf-syntax.ts';
import type { Item } from './plan.ts';
import type { PreparedTemplate } from './prepare.ts';
import { proofSymbol, proofTitle, watermark } from './proof.ts';
import { modulesOf } from './qr.ts';
import { MissingGlyph } from './segments.ts';
import { closeTag } from './structure.ts';
import { describeCharacter, findBadText } from './text-check.ts';
import { textOperators } from './text-ops.ts';

/** A finished certificate: its file is `prefix` followed by `tail`. */
export interface RenderedCertificate {
  /** The same buffer in every certificate of the template: not to be changed. */
  readonly prefix: Buffer;
  readonly tail: Buffer;
  /** Of the whole file, in hexadecimal digits. */
  readonly sha256: string;
  readonly size: number;
}

export type RenderOutcome = RenderedCertificate | { readonly failure: RenderFailure };

export interface RenderOptions {
  /** To look at, not to issue: a watermark over every page, and a QR symbol that says so. */
  readonly proof?: boolean;
}

/** Equal template and data give equal bytes. What is wrong with the record comes back as a value. */
export function renderCertificate(
  prepared: PreparedTemplate,
  data: CertificateData,
  options: RenderOptions = {},
): RenderOutcome {
  try {
    return new Tail(prepared, data, options.proof ?? false).finish();
  } catch (error) {
    if (error instanceof Refusal) return { failure: error.failure };
    throw error;
  }
}

/** What keeps a name from being printed by this template; empty when nothing does. */
export function checkText(prepared: PreparedTemplate, name: string): readonly RenderFailure[] {
  const bad = findBadText('name', name);
  if (bad) return [bad];
  const pieces: Piece[] = [{ field: 'name', text: name.normalize('NFC') }];
  for (const { item } of prepared.internals.pages.flat()) {
    if (item.kind !== 'text' || item.plan.parts.length !== 1) continue;
    const [part] = item.plan.parts;
    if (!part || !('field' in part) || part.field !== 'name') continue;
    try {
      fitPieces(item, pieces);
    } catch (error) {
      if (error instanceof Refusal) return [error.failure];
      throw error;
    }
  }
  return [];
}

/** Texts remembered for each element: courses, sittings, days. */
const mostKnown = 1_000;

class Tail {
  readonly #prepared: PreparedTemplate;
  readonly #data: CertificateData;
  readonly #own = new Map<Face, GlyphSet>();
  readonly #symbols: string[] = [];
  readonly #proof: boolean;

  constructor(prepared: PreparedTemplate, data: CertificateData, proof: boolean) {
    this.#proof = proof;
    this.#prepared = prepared;
    this.#data = data;
  }

  finish(): RenderedCertificate {
    const { prefix, internals } = this.#prepared;
    const { tail, prefixHash, prefixXref, prefixFonts } = internals;
    const contents = internals.pages.map((page) => this.#drawPage(page));
    const title = (this.#proof ? proofTitle : '') + joined(readPieces(internals.title, this.#data));
    const own = [...this.#own.values()];
    const ownFonts = own.map((set, i) => `/${set.resource} ${tail.next + objectsPerFont * i} 0 R`);
    const objects = [
      ...internals.metadata.objects(title, this.#data.issuedAt),
      object(tail.fonts, `<<${prefixFonts}${ownFonts.join('')}>>`),
      ...internals.structure.ownObjects(this.#data),
      ...contents.map((operators, i) => streamObject(tail.contents[i] ?? 0, '', operators)),
      ...this.#symbols,
      ...own.flatMap((set, i) => fontObjects(set, tail.next + objectsPerFont * i, false)),
    ];
    let xref = '';
    let offset = prefix.length;
    for (const text of objects) {
      xref += xrefLine(offset);
      offset += text.length;
    }
    const count = tail.info + objects.length;
    const id = documentId(this.#prepared.hash, this.#data, this.#proof);
    const text = `${objects.join('')}xref\n0 ${count}\n${prefixXref}${xref}trailer\n<</Size ${count}/Root 1 0 R/Info ${tail.info} 0 R/ID[<${id}><${id}>]>>\nstartxref\n${offset}\n%%EOF\n`;
    const bytes = Buffer.from(text, 'latin1');
    // The prefix is hashed once per template: hashing it again measured three times the cost of all the rest.
    const sha256 = prefixHash.copy().update(bytes).digest('hex');
    return { prefix, tail: bytes, sha256, size: prefix.length + bytes.length };
  }

  #drawPage(page: readonly DynamicItem[]): string {
    let operators = '';
    for (const entry of page) operators += this.#draw(entry);
    const { watermarkFaces, pageSize, residents } = this.#prepared.internals;
    if (!this.#proof || !watermarkFaces) return operators;
    return operators + watermark(pageSize, watermarkFaces, residents, (face) => this.#ownFor(face));
  }

  #draw(entry: DynamicItem): string {
    if (!holds(entry.item.onlyIf, this.#data)) {
      // The symbol's object number is spoken for in the prefix: an empty picture keeps the file whole.
      if (entry.kind === 'qr') this.#addSymbol(1, '\x80');
      return '';
    }
    if (entry.kind === 'ready') return entry.operators;
    if (entry.kind === 'qr') return this.#drawSymbol(entry);
    return this.#drawText(entry);
  }

  #drawText({ item, known, open }: DynamicItem & { kind: 'text' }): string {
    const pieces = readPieces(item.plan, this.#data);
    const text = joined(pieces);
    const before = known.get(text);
    if (before !== undefined) return before;
    for (const piece of pieces) {
      const bad = piece.field === 'template' ? undefined : findBadText(piece.field, piece.text);
      if (bad) throw new Refusal(bad);
    }
    let all = true;
    const { residents } = this.#prepared.internals;
    const drawn = textOperators(fitPieces(item, pieces), item.place, residents, (face) => {
      all = false;
      return this.#ownFor(face);
    });
    const operators = open + drawn + closeTag;
    if (all && item.repeats) {
      if (known.size >= mostKnown) known.clear();
      known.set(text, operators);
    }
    return operators;
  }

  #ownFor(face: Face): GlyphSet {
    let set = this.#own.get(face);
    if (!set) {
      set = new GlyphSet(face, `T${this.#own.size}`);
      this.#own.set(face, set);
    }
    return set;
  }

  #drawSymbol({ item, operators, maker }: DynamicItem & { kind: 'qr' }): string {
    const { plan, element } = item;
    const pieces = readPieces(plan, this.#data);
    const text = this.#proof ? proofSymbol : joined(pieces);
    const bits = maker.bits(text);
    if (bits === undefined)
      throw new Refusal({
        code: 'does_not_fit',
        field: longestField(pieces),
        text,
        message: `The QR symbol of version ${element.version} cannot hold the ${text.length} characters of “${text.slice(0, 80)}”.`,
        remedy: 'Give the symbol a higher version in the template, or less to say.',
      });
    this.#addSymbol(modulesOf(element.version), bits);
    return operators;
  }

  #addSymbol(side: number, bits: string): void {
    const id = this.#prepared.internals.tail.symbols[this.#symbols.length] ?? 0;
    this.#symbols.push(
      streamObject(
        id,
        `/Type/XObject/Subtype/Image/Width ${side}/Height ${side}/ImageMask true/BitsPerComponent 1/Interpolate false`,
        bits,
      ),
    );
  }
}

function joined(pieces: readonly Piece[]): string {
  let text = '';
  for (const piece of pieces) text += piece.text;
  return text;
}

/** Two records differ in their id exactly when they differ. */
function documentId(templateHash: string, data: CertificateData, proof: boolean): string {
  const extra = Object.entries(data.extra ?? {}).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const facts = [
    templateHash,
    data.number,
    data.name,
    data.courseCode,
    data.courseTitle,
    data.sitting,
    data.mark,
    data.passMark,
    data.band,
    data.completedOn,
    data.issuedOn,
    data.expiresOn,
    data.issuedAt,
    extra,
    proof,
  ];
  return hash('sha256', JSON.stringify(facts)).slice(0, 32).toUpperCase();
}

function fitPieces(item: Item & { kind: 'text' }, pieces: readonly Piece[]): FittedText {
  const text = joined(pieces);
  let fitted: FittedText | undefined;
  try {
    fitted = item.fitter.fit(text);
  } catch (error) {
    if (!(error instanceof MissingGlyph)) throw error;
    const piece = pieceAt(pieces, error.index);
    throw new Refusal({
      code: 'glyph_missing',
      field: piece.field,
      text: piece.text,
      message: `No font of the template can print ${describeCharacter(error.character)} in the ${piece.field} “${piece.text.slice(0, 80)}”.`,
      remedy: missingFontRemedy(error.character),
    });
  }
  if (fitted) return fitted;
  const field = longestField(pieces);
  throw new Refusal({
    code: 'does_not_fit',
    field,
    text: text.slice(0, 200),
    message: `The ${field} “${text.slice(0, 80)}${text.length > 80 ? '…' : ''}” (${text.length} characters) does not fit into ${item.room}.`,
    remedy: 'Agree a shorter form with the candidate, or use a template with more room.',
  });
}

function pieceAt(pieces: readonly Piece[], index: number): Piece {
  let end = 0;
  for (const piece of pieces) {
    end += piece.text.length;
    if (index < end) return piece;
  }
  return pieces.at(-1) ?? { field: 'template', text: '' };
}

function longestField(pieces: readonly Piece[]): string {
  const variable = pieces.filter(({ field }) => field !== 'template');
  const longest = variable.reduce<Piece | undefined>(
    (best, piece) => (best && best.text.length >= piece.text.length ? best : piece),
    undefined,
  );
  return longest?.field ?? 'template';
}
