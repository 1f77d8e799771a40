// A thread of the durable comparison: the bare loop, or the program's own way from records to sealed files.
import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { renderBatch } from '../../out/bench/engine.mjs';
import { templateDir } from '../certificate/folder.mjs';
import { record } from '../certificate/records.mjs';

const { batch } = workerData;
const syncsAtOnce = 16;
let bytes = null;

/** What any program must do at least: create, write, sync, rename, and sync the folder. Nothing is rendered. */
async function bareLoop(folder, from, to) {
  mkdirSync(folder, { recursive: true });
  for (let start = from; start < to; start += batch) {
    const names = [];
    for (let n = start; n < Math.min(start + batch, to); n += 1)
      names.push(join(folder, `${n}.pdf`));
    for (const name of names) {
      const file = openSync(`${name}.part`, 'w');
      writeSync(file, bytes);
      closeSync(file);
    }
    let next = 0;
    const lane = async () => {
      while (next < names.length) {
        const file = await open(`${names[next++]}.part`, 'r+');
        await file.sync();
        await file.close();
      }
    };
    await Promise.all(Array.from({ length: syncsAtOnce }, lane));
    for (const name of names) renameSync(`${name}.part`, name);
    const directory = await open(folder, 'r');
    await directory.sync();
    await directory.close();
  }
}

async function engine(folder, from, to) {
  for (let start = from; start < to; start += batch) {
    const items = [];
    for (let n = start; n < Math.min(start + batch, to); n += 1) {
      items.push({ id: n, path: `${n}.pdf`, data: record(n) });
    }
    const output = await renderBatch({ templateDir, outDir: folder, items });
    const failed = output.ok ? output.results.find(({ ok }) => !ok) : output;
    if (failed) throw new Error(failed.failure.message);
  }
}

const ways = { bareLoop, engine };

parentPort.on('message', async ({ way, folder, from, to, size }) => {
  if (size && bytes?.length !== size) bytes = Buffer.alloc(size, 0x5a);
  await ways[way](folder, from, to);
  parentPort.postMessage('done');
});
parentPort.postMessage('ready');
