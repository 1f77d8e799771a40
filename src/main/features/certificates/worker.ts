/** What a thread of the pool does for certificates: from snapshots to durable files. */
import { setTimeout as pause } from 'node:timers/promises';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { CertificateData, RenderFailureCode } from './engine/data.ts';
import { DurableBatch } from './engine/durable-batch.ts';
import { loadTemplate, refuseOtherContent } from './engine/load-template.ts';
import { type PreparedTemplate, prepareTemplate } from './engine/prepare.ts';
import { renderCertificate } from './engine/render.ts';

export interface RenderItem {
  /** The caller's own number for this certificate. */
  readonly id: number;
  /** Below `outDir`, already safe for every file system. */
  readonly path: string;
  readonly data: CertificateData;
}

export interface RenderBatchInput {
  /** The folder of `template.json`. */
  readonly templateDir: string;
  /** What the folder's content must have as its hash; another is refused. */
  readonly templateHash?: string | undefined;
  readonly outDir: string;
  readonly items: readonly RenderItem[];
  /** Folders searched for fonts before the font packages installed with the program. */
  readonly fontDirs?: readonly string[];
  /** Milliseconds of rest between certificates, for a machine that has something better to do. */
  readonly pace?: number;
  /** Over a SharedArrayBuffer. Anything but 0 in its first cell: begin no further certificate. */
  readonly stop?: Int32Array;
}

export interface ItemFailure {
  readonly code: RenderFailureCode | 'not_begun';
  readonly field: string;
  readonly text: string;
  readonly message: string;
  readonly remedy: string;
}

export type ItemResult =
  | {
      readonly id: number;
      readonly ok: true;
      /** Of the file, in hexadecimal digits. */
      readonly sha256: string;
      /** Bytes. */
      readonly size: number;
    }
  | { readonly id: number; readonly ok: false; readonly failure: ItemFailure };

/** Plain data both ways: an error would lose its fields between threads. */
export type RenderBatchOutput =
  | {
      readonly ok: true;
      readonly results: readonly ItemResult[];
      readonly renderMs: number;
      readonly writeMs: number;
    }
  | {
      /** The template cannot be used, or the folder cannot be written: nothing of the batch counts as made. */
      readonly ok: false;
      readonly failure: { readonly code: ErrorCode; readonly message: string };
    };

/**
 * Renders and writes a batch. When it returns `ok`, every certificate reported as made is whole under its
 * name and survives a power cut; no temporary file is left either way.
 */
export async function renderBatch(input: RenderBatchInput): Promise<RenderBatchOutput> {
  const batch = new DurableBatch(input.outDir);
  try {
    const prepared = await preparedFor(input.templateDir, {
      fontDirs: input.fontDirs ?? [],
      hash: input.templateHash,
    });
    const results: ItemResult[] = [];
    let renderMs = 0;
    let writeMs = 0;
    for (const { id, path, data } of input.items) {
      if (stopped(input)) {
        results.push({ id, ok: false, failure: notBegun });
        continue;
      }
      const started = performance.now();
      const outcome = renderCertificate(prepared, data);
      const rendered = performance.now();
      renderMs += rendered - started;
      if ('failure' in outcome) results.push({ id, ok: false, failure: outcome.failure });
      else {
        batch.add(path, [outcome.prefix, outcome.tail]);
        results.push({ id, ok: true, sha256: outcome.sha256, size: outcome.size });
      }
      writeMs += performance.now() - rendered;
      if (input.pace) await pause(input.pace);
    }
    const sealing = performance.now();
    await batch.seal();
    return { ok: true, results, renderMs, writeMs: writeMs + performance.now() - sealing };
  } catch (error) {
    await batch.discard();
    const { code, message } = AppError.from(error);
    // Anything unexpected keeps its own words: the pool's caller logs them, and no stack crosses the thread.
    return {
      ok: false,
      failure: {
        code,
        message: code === 'internal' ? `Rendering failed: ${String(error)}` : message,
      },
    };
  }
}

const notBegun: ItemFailure = {
  code: 'not_begun',
  field: '',
  text: '',
  message: 'The certificate was not begun because the work was stopped.',
  remedy: 'Resume the task.',
};

function stopped({ stop }: RenderBatchInput): boolean {
  return stop !== undefined && Atomics.load(stop, 0) !== 0;
}

/** Compiled templates of this thread. Two batches that need the same one at once share the work. */
const compiled = new Map<string, Promise<PreparedTemplate>>();
const mostCompiled = 8;

/** The compiled template of a folder, made once per thread for each content. Throws an `AppError`. */
export async function preparedFor(
  dir: string,
  {
    fontDirs = [],
    hash,
  }: { readonly fontDirs?: readonly string[]; readonly hash?: string | undefined } = {},
): Promise<PreparedTemplate> {
  // Read anew for each batch, a few hundred kilobytes: so an edited template is seen, and its hash is the truth.
  const { template, assets } = await loadTemplate(dir, { fontDirs });
  if (hash !== undefined) refuseOtherContent(dir, hash, assets.contentHash);
  const key = JSON.stringify([dir, fontDirs, assets.contentHash]);
  let prepared = compiled.get(key);
  if (!prepared) {
    const oldest = compiled.keys().next();
    if (compiled.size >= mostCompiled && !oldest.done) compiled.delete(oldest.value);
    prepared = prepareTemplate(template, assets);
    compiled.set(key, prepared);
    // A template that fails is tried again by the next batch: its cause may have been put right.
    prepared.catch(() => compiled.delete(key));
  }
  return prepared;
}
