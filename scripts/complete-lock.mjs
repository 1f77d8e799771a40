// Enters the other platforms' binaries that npm left out of a package-lock.json; run it after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeLock } from './lib/lock-file.mjs';
import { root } from './lib/root.mjs';

for (const file of ['package-lock.json', 'bench/package-lock.json']) {
  const path = join(root, file);
  const { lock, added, unknown } = completeLock(JSON.parse(readFileSync(path, 'utf8')));
  if (unknown.length > 0) {
    console.error(`${file}: no platform or no exact version is known for ${unknown.join(', ')}.`);
    process.exitCode = 1;
  }
  if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${file}: ${added.length} packages added.`);
}
