// One contender in a process of its own: renders for a while whenever it is asked, and says how many and how long.
import { createHash } from 'node:crypto';
import { readKit } from '../certificate/folder.mjs';
import { record } from '../certificate/records.mjs';

const [name] = process.argv.slice(2);
const { create } = await import(`../peers/${name}.mjs`);
const make = await create(readKit());
let next = 0;

/** A peer's whole file is hashed, because the program's certificates are: without the hash no file can be proved. */
async function makeOne() {
  const made = await make(record(next++));
  return made instanceof Uint8Array
    ? { size: made.length, sha256: createHash('sha256').update(made).digest('hex') }
    : made;
}

process.on('message', async ({ milliseconds }) => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let count = 0;
  let size = 0;
  let now = start;
  while (now - start < milliseconds) {
    ({ size } = await makeOne());
    count += 1;
    now = performance.now();
  }
  const { user, system } = process.cpuUsage(cpu);
  process.send({ count, wall: (now - start) / 1000, cpu: (user + system) / 1e6, size });
});
process.send('ready');
