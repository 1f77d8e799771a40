/** Writes many PDFs as one, page after page: what they share, fonts and art and the like, is written once. */
import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { object, textString, xrefLine } from './engine/pdf-syntax.ts';
import { PdfFile, type PdfObject, refOf, splitRefs } from './pdf-read.ts';

/** Children of a page tree's node: enough to keep the tree flat, few enough for a reader to load. */
const GROUP = 200;
const BUFFERED = 1 << 20;
const XREF_LINES = 10_000;
const producer = 'Examdesk';

/** An object that the file before had under the same number, and where it went. */
interface Copied {
  readonly raw: Buffer;
  readonly parsed: PdfObject;
  readonly refs: readonly number[];
  readonly id: number;
}

const inherited = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const;
/** What ties a page to its document and means nothing in a print file. */
const left = new Set(['Parent', 'StructParents', 'Annots', 'Metadata', 'B', 'Tabs', 'PieceInfo']);

/**
 * Objects go out as soon as they are known, so memory grows with the number of objects and not with the size.
 * Two objects are one when they say the same after their references have been replaced.
 */
export class PdfMerger {
  readonly #write: (bytes: Buffer) => Promise<unknown>;
  readonly #offsets: number[] = [];
  readonly #byHash = new Map<string, number>();
  readonly #groups: { id: number; pages: number }[] = [];
  #group: { readonly id: number; readonly kids: number[] } | undefined;
  #last = new Map<number, Copied>();
  #buffer: Buffer[] = [];
  #buffered = 0;
  #position = 0;
  #pages = 0;
  #catalogEntries: string | undefined;
  readonly #digest = createHash('sha256');

  constructor(write: (bytes: Buffer) => Promise<unknown>) {
    this.#write = write;
    this.#put(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'));
    // Object 1 is the catalog and 2 the root of the pages: both are written last.
    this.#offsets.push(0, 0);
  }

  get pages(): number {
    return this.#pages;
  }

  /** Appends all pages of a file. Throws `unreadable_file`, naming it, for one that cannot be taken apart; it then adds no page. */
  async add(bytes: Buffer, name: string): Promise<void> {
    try {
      const copy = new Copy(new PdfFile(bytes), this.#last, (body, stream) =>
        this.#shared(body, stream),
      );
      const pages = copy.pages();
      this.#catalogEntries ??= copy.catalogEntries();
      for (const page of pages) this.#addPage(page);
      this.#last = copy.copied;
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      throw new AppError(cause.code, `Certificate ${name}: ${cause.message}`, { cause });
    }
    await this.#flush(BUFFERED);
  }

  /** Nothing can be added any more. `at`: the file's date, milliseconds UTC. */
  async finish({ title, at }: { readonly title: string; readonly at: number }): Promise<void> {
    this.#endGroup();
    const kids = this.#groups.map(({ id }) => `${id} 0 R`).join(' ');
    this.#putObject(2, `<</Type/Pages/Kids[${kids}]/Count ${this.#pages}>>`);
    this.#putObject(
      1,
      `<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</DisplayDocTitle true>>${this.#catalogEntries ?? ''}>>`,
    );
    const date = `D:${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
    const info = this.#allocate();
    this.#putObject(
      info,
      `<</Title${textString(title)}/Creator(${producer})/Producer(${producer})/CreationDate(${date})/ModDate(${date})>>`,
    );
    const start = this.#position;
    const count = this.#offsets.length + 1;
    this.#put(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n`));
    for (let from = 0; from < this.#offsets.length; from += XREF_LINES) {
      const lines = this.#offsets.slice(from, from + XREF_LINES).map(xrefLine);
      this.#put(Buffer.from(lines.join('')));
      await this.#flush(BUFFERED);
    }
    const id = this.#digest.copy().digest('hex').slice(0, 32).toUpperCase();
    this.#put(
      Buffer.from(
        `trailer\n<</Size ${count}/Root 1 0 R/Info ${info} 0 R/ID[<${id}><${id}>]>>\nstartxref\n${start}\n%%EOF\n`,
      ),
    );
    await this.#flush(0);
  }

  #addPage(entries: string): void {
    this.#group ??= { id: this.#allocate(), kids: [] };
    const page = this.#allocate();
    this.#putObject(page, `<<${entries}/Parent ${this.#group.id} 0 R>>`);
    this.#group.kids.push(page);
    this.#pages++;
    if (this.#group.kids.length === GROUP) this.#endGroup();
  }

  #endGroup(): void {
    if (!this.#group) return;
    const { id, kids } = this.#group;
    const list = kids.map((kid) => `${kid} 0 R`).join(' ');
    this.#putObject(id, `<</Type/Pages/Parent 2 0 R/Kids[${list}]/Count ${kids.length}>>`);
    this.#groups.push({ id, pages: kids.length });
    this.#group = undefined;
  }

  /** The number of an object that says this, written now if there was none. */
  #shared(body: string, stream: Buffer | null): number {
    const hash = createHash('sha256').update(body, 'latin1');
    if (stream) hash.update('\0').update(stream);
    const key = hash.digest('base64').slice(0, 24);
    let id = this.#byHash.get(key);
    if (id === undefined) {
      id = this.#allocate();
      this.#byHash.set(key, id);
      if (stream) {
        this.#offsets[id - 1] = this.#position;
        this.#put(Buffer.from(`${id} 0 obj\n${body}\nstream\n`, 'latin1'));
        this.#put(stream);
        this.#put(Buffer.from('\nendstream\nendobj\n'));
      } else this.#putObject(id, body);
    }
    return id;
  }

  #allocate(): number {
    this.#offsets.push(0);
    return this.#offsets.length;
  }

  #putObject(id: number, body: string): void {
    this.#offsets[id - 1] = this.#position;
    this.#put(Buffer.from(object(id, body), 'latin1'));
  }

  #put(bytes: Buffer): void {
    this.#buffer.push(bytes);
    this.#buffered += bytes.length;
    this.#position += bytes.length;
    this.#digest.update(bytes);
  }

  async #flush(above: number): Promise<void> {
    if (this.#buffered <= above) return;
    const bytes = Buffer.concat(this.#buffer);
    this.#buffer = [];
    this.#buffered = 0;
    await this.#write(bytes);
  }
}

/** One file on its way into the merged one. */
class Copy {
  readonly copied = new Map<number, Copied>();
  readonly #file: PdfFile;
  readonly #before: ReadonlyMap<number, Copied>;
  readonly #shared: (body: string, stream: Buffer | null) => number;
  readonly #open = new Set<number>();
  readonly #catalog: ReadonlyMap<string, string>;

  constructor(
    file: PdfFile,
    before: ReadonlyMap<number, Copied>,
    shared: (body: string, stream: Buffer | null) => number,
  ) {
    this.#file = file;
    this.#before = before;
    this.#shared = shared;
    this.#catalog = file.dictionary(this.#required(file.trailer.get('Root')));
  }

  /** The entries of each page's dictionary, without its parent, with all that it refers to written. */
  pages(): string[] {
    const pages: string[] = [];
    this.#walk(this.#required(this.#catalog.get('Pages')), new Map(), pages, 0);
    return pages;
  }

  /** Language and colour profile: what a printer needs to know of the document. */
  catalogEntries(): string {
    return ['Lang', 'OutputIntents']
      .flatMap((key) => {
        const value = this.#catalog.get(key);
        return value === undefined ? [] : [`/${key} ${this.#rewrite(value)}`];
      })
      .join('');
  }

  #walk(id: number, above: ReadonlyMap<string, string>, pages: string[], depth: number): void {
    if (depth > 50) throw this.#broken('its pages contain each other');
    const node = this.#file.dictionary(id);
    const passed = new Map(above);
    for (const key of inherited) {
      const value = node.get(key);
      if (value !== undefined) passed.set(key, value);
    }
    if (node.get('Type') === '/Pages') {
      for (const kid of splitRefs(node.get('Kids') ?? '').refs)
        this.#walk(kid, passed, pages, depth + 1);
      return;
    }
    const entries = new Map([...passed, ...node]);
    pages.push(
      [...entries]
        .filter(([key]) => !left.has(key))
        .map(([key, value]) => `/${key} ${this.#rewrite(value)}`)
        .join(''),
    );
  }

  #rewrite(value: string): string {
    const { texts, refs } = splitRefs(value);
    return filled(
      texts,
      refs.map((ref) => this.#copy(ref)),
    );
  }

  #copy(id: number): number {
    const done = this.copied.get(id);
    if (done) return done.id;
    if (this.#open.has(id)) throw this.#broken('its objects refer to each other in a circle');
    this.#open.add(id);
    const raw = this.#file.rawOf(id);
    const before = this.#before.get(id);
    // Certificates of one template have the same first objects: comparing is a tenth of reading and hashing them.
    const same = before?.raw.equals(raw) ? before : undefined;
    const parsed = same?.parsed ?? this.#file.object(id);
    const refs = parsed.refs.map((ref) => this.#copy(ref));
    const unchanged = same?.refs.every((ref, i) => ref === refs[i]);
    const copy =
      same && unchanged
        ? same
        : { raw, parsed, refs, id: this.#shared(filled(parsed.texts, refs).trim(), parsed.stream) };
    this.#open.delete(id);
    this.copied.set(id, copy);
    return copy.id;
  }

  #required(value: string | undefined): number {
    const id = refOf(value);
    if (id === undefined) throw this.#broken('it has no pages');
    return id;
  }

  #broken(why: string): AppError {
    return new AppError('unreadable_file', `It cannot be merged into a print file: ${why}.`);
  }
}

const filled = (texts: readonly string[], refs: readonly number[]): string =>
  texts.map((text, i) => (i === 0 ? text : `${refs[i - 1]} 0 R${text}`)).join('');
