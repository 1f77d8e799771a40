/** HarfBuzz, called through its raw WebAssembly exports: shaping and subsetting. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/*
 * The object API of harfbuzzjs makes one JavaScript object per glyph. Reading the arrays of the
 * module's memory ourselves measured 4.5 times faster, and names are the hot path.
 */

type Call = (...args: number[]) => number;
interface Wasm {
  readonly memory: WebAssembly.Memory;
  readonly call: (name: string) => Call;
}

function instantiate(file: string, start: '__wasm_call_ctors' | '_initialize'): Wasm {
  const path = createRequire(import.meta.url).resolve(`harfbuzzjs/dist/${file}`);
  const module = new WebAssembly.Module(readFileSync(path));
  const memory = (): WebAssembly.Memory => instance.exports.memory as WebAssembly.Memory;
  const stubs: Record<string, Record<string, unknown>> = {
    wasi_snapshot_preview1: { proc_exit: () => undefined },
    env: {
      _emscripten_runtime_keepalive_clear: () => undefined,
      _setitimer_js: () => 0,
      _abort_js: () => {
        throw new Error('HarfBuzz aborted');
      },
      emscripten_resize_heap: (bytes: number) => {
        const missing = (bytes >>> 0) - memory().buffer.byteLength;
        if (missing > 0) memory().grow(Math.ceil(missing / 65_536));
        return 1;
      },
    },
  };
  const instance = new WebAssembly.Instance(module, stubs);
  const call = (name: string): Call => {
    const found = instance.exports[name];
    if (typeof found !== 'function') throw new Error(`HarfBuzz has no ${name}`);
    return found as Call;
  };
  call(start)();
  return { memory: memory(), call };
}

/** One shaped string: parallel arrays in visual order, lengths in font units. */
export interface ShapedGlyphs {
  readonly glyphs: readonly number[];
  /** Index of the first UTF-16 unit of the source that the glyph stands for. */
  readonly clusters: readonly number[];
  readonly advances: readonly number[];
  readonly dx: readonly number[];
  readonly dy: readonly number[];
}

export interface ShapeOptions {
  readonly direction: 'ltr' | 'rtl';
  /** ISO 15924, for example `Latn`. */
  readonly script: string;
  /** BCP 47. */
  readonly language: string;
  readonly ligatures: boolean;
}

const maxUnits = 4_096;

/** The shaper of one thread. Not re-entrant; every call is synchronous. */
class Shaper {
  readonly #wasm = instantiate('harfbuzz.wasm', '__wasm_call_ctors');
  readonly #shape = this.#wasm.call('hb_shape');
  readonly #addUtf16 = this.#wasm.call('hb_buffer_add_utf16');
  readonly #clear = this.#wasm.call('hb_buffer_clear_contents');
  readonly #setDirection = this.#wasm.call('hb_buffer_set_direction');
  readonly #setScript = this.#wasm.call('hb_buffer_set_script');
  readonly #setLanguage = this.#wasm.call('hb_buffer_set_language');
  readonly #infos = this.#wasm.call('hb_buffer_get_glyph_infos');
  readonly #positions = this.#wasm.call('hb_buffer_get_glyph_positions');
  readonly #nominal = this.#wasm.call('hb_font_get_nominal_glyph');
  readonly #buffer = this.#wasm.call('hb_buffer_create')();
  readonly #text = this.#wasm.call('malloc')(maxUnits * 2);
  readonly #out = this.#wasm.call('malloc')(16);
  readonly #noLigatures = this.#features(['-liga', '-clig', '-dlig']);
  readonly #scripts = new Map<string, number>();
  readonly #languages = new Map<string, number>();

  /** A font of HarfBuzz for the face `index` of the file, at the file's own units. Stays in memory as long as the thread. */
  font(bytes: Uint8Array, index: number): { font: number; face: number; upem: number } {
    const pointer = this.#wasm.call('malloc')(bytes.length);
    new Uint8Array(this.#wasm.memory.buffer).set(bytes, pointer);
    const blob = this.#wasm.call('hb_blob_create')(pointer, bytes.length, 2, 0, 0);
    const face = this.#wasm.call('hb_face_create')(blob, index);
    return {
      face,
      font: this.#wasm.call('hb_font_create')(face),
      upem: this.#wasm.call('hb_face_get_upem')(face),
    };
  }

  /** The glyph of one code point without shaping; 0 where the font has none. */
  nominalGlyph(font: number, codePoint: number): number {
    if (this.#nominal(font, codePoint, this.#out) === 0) return 0;
    return new Uint32Array(this.#wasm.memory.buffer, this.#out, 1)[0] ?? 0;
  }

  /**
   * Shapes `text` from `from` to `to`; what stands around it decides how letters join. A base and its
   * marks are one cluster.
   */
  shape(font: number, text: string, from: number, to: number, options: ShapeOptions): ShapedGlyphs {
    if (text.length > maxUnits) throw new Error(`Text of ${text.length} units given to the shaper`);
    const units = new Uint16Array(this.#wasm.memory.buffer, this.#text, text.length);
    for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
    this.#clear(this.#buffer);
    this.#setDirection(this.#buffer, options.direction === 'ltr' ? 4 : 5);
    this.#setScript(
      this.#buffer,
      this.#named(this.#scripts, options.script, 'hb_script_from_string'),
    );
    this.#setLanguage(
      this.#buffer,
      this.#named(this.#languages, options.language, 'hb_language_from_string'),
    );
    this.#addUtf16(this.#buffer, this.#text, text.length, from, to - from);
    const features = options.ligatures ? { pointer: 0, count: 0 } : this.#noLigatures;
    this.#shape(font, this.#buffer, features.pointer, features.count);
    return this.#read();
  }

  #read(): ShapedGlyphs {
    const infos = this.#infos(this.#buffer, this.#out) >>> 2;
    const memory = new Int32Array(this.#wasm.memory.buffer);
    const count = memory[this.#out >>> 2] ?? 0;
    const positions = this.#positions(this.#buffer, this.#out) >>> 2;
    const glyphs = new Array<number>(count);
    const clusters = new Array<number>(count);
    const advances = new Array<number>(count);
    const dx = new Array<number>(count);
    const dy = new Array<number>(count);
    for (let i = 0; i < count; i++) {
      const info = infos + i * 5;
      const position = positions + i * 5;
      glyphs[i] = memory[info] ?? 0;
      clusters[i] = memory[info + 2] ?? 0;
      advances[i] = memory[position] ?? 0;
      dx[i] = memory[position + 2] ?? 0;
      dy[i] = memory[position + 3] ?? 0;
    }
    return { glyphs, clusters, advances, dx, dy };
  }

  #named(known: Map<string, number>, name: string, make: string): number {
    const found = known.get(name);
    if (found !== undefined) return found;
    const pointer = this.#string(name);
    const made = this.#wasm.call(make)(pointer, name.length);
    known.set(name, made);
    return made;
  }

  #string(text: string): number {
    const pointer = this.#wasm.call('malloc')(text.length + 1);
    const bytes = new Uint8Array(this.#wasm.memory.buffer, pointer, text.length + 1);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    bytes[text.length] = 0;
    return pointer;
  }

  #features(names: readonly string[]): { pointer: number; count: number } {
    const pointer = this.#wasm.call('malloc')(16 * names.length);
    names.forEach((name, i) => {
      this.#wasm.call('hb_feature_from_string')(this.#string(name), name.length, pointer + 16 * i);
    });
    return { pointer, count: names.length };
  }
}

const layoutTables = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'JSTF', 'kern', 'morx', 'kerx', 'DSIG'];
const subsetSet = { glyphs: 0, dropTables: 3 } as const;
const subsetFlag = { noHinting: 1, retainGids: 2, noLayoutClosure: 0x200 } as const;

class Subsetter {
  readonly #wasm = instantiate('harfbuzz-subset.wasm', '_initialize');

  /**
   * A TrueType face as a file of its own: all its glyphs under the same ids, without hinting and layout
   * tables, a variable font pinned to its default.
   */
  strip(bytes: Uint8Array, index: number): Buffer {
    const { call, memory } = this.#wasm;
    const pointer = call('malloc')(bytes.length);
    new Uint8Array(memory.buffer).set(bytes, pointer);
    const blob = call('hb_blob_create')(pointer, bytes.length, 2, 0, 0);
    const face = call('hb_face_create')(blob, index);
    const input = call('hb_subset_input_create_or_fail')();
    const wanted = call('hb_subset_input_set')(input, subsetSet.glyphs);
    call('hb_set_invert')(wanted);
    const dropped = call('hb_subset_input_set')(input, subsetSet.dropTables);
    for (const tag of layoutTables) call('hb_set_add')(dropped, tagNumber(tag));
    call('hb_subset_input_set_flags')(
      input,
      subsetFlag.noHinting | subsetFlag.retainGids | subsetFlag.noLayoutClosure,
    );
    call('hb_subset_input_pin_all_axes_to_default')(input, face);
    const result = call('hb_subset_or_fail')(face, input);
    if (result === 0) throw new Error('HarfBuzz could not subset the font');
    const out = call('hb_face_reference_blob')(result);
    const length = call('hb_blob_get_length')(out);
    const data = call('hb_blob_get_data')(out, 0);
    const copy = Buffer.from(new Uint8Array(memory.buffer, data, length));
    call('hb_blob_destroy')(out);
    call('hb_face_destroy')(result);
    call('hb_subset_input_destroy')(input);
    call('hb_face_destroy')(face);
    call('hb_blob_destroy')(blob);
    call('free')(pointer);
    return copy;
  }
}

function tagNumber(tag: string): number {
  return Buffer.from(tag, 'latin1').readUInt32BE(0);
}

let shaper: Shaper | undefined;
let subsetter: Subsetter | undefined;

/** This thread's shaper, made at first use. */
export function theShaper(): Shaper {
  shaper ??= new Shaper();
  return shaper;
}

/** This thread's subsetter, made at first use. */
export function theSubsetter(): Subsetter {
  subsetter ??= new Subsetter();
  return subsetter;
}
export type { Shaper };
