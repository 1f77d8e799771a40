// `npm run bench [-- names] [--rounds N]`: runs the measures, prints their tables and keeps the figures in results/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { writeTemplateFolder } from './certificate/folder.mjs';
import { figure } from './lib/numbers.mjs';
import { durable } from './measures/durable.mjs';
import { endToEnd } from './measures/end-to-end.mjs';
import { memory } from './measures/memory.mjs';
import { same } from './measures/same.mjs';

/** In the order in which they run; `same` first, because a comparison of different certificates says nothing. */
const measures = { same, memory, durable, 'end-to-end': endToEnd };

const args = process.argv.slice(2);
const at = args.indexOf('--rounds');
const rounds = at < 0 ? 5 : Number(args[at + 1]);
const chosen = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
const unknown = chosen.filter((name) => !Object.hasOwn(measures, name));
if (unknown.length > 0 || !(rounds >= 1)) {
  console.error(`Usage: npm run bench [-- ${Object.keys(measures).join(' | ')}] [--rounds N]`);
  process.exit(2);
}

const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
writeTemplateFolder();
const machine = {
  node: process.version,
  system: `${platform()} ${release()}`,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
};

for (const [name, measure] of Object.entries(measures)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n## ${measure.title}\n\n${measure.about}\n`);
  const { results, table, goals } = await measure.run({ rounds, say: progress });
  progress('');
  console.log(table);
  for (const goal of goals) {
    const { floor, aim, got } = goal;
    const numbers = `${figure(got)} (floor ${figure(floor)}, aim ${figure(aim)})`;
    console.log(`\n${goal.name}: ${numbers}: ${verdict(goal)}`);
  }
  const record = { measure: name, rounds, machine, results, goals };
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify(record, null, 2)}\n`);
}

/** One line that is written over, on a terminal only. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
}

/** `less`: a goal that a smaller number meets. */
function verdict({ floor, aim, got, less }) {
  const meets = (limit) => (less ? got <= limit : got >= limit);
  if (meets(aim)) return 'the aim holds';
  return meets(floor) ? 'the floor holds' : 'BELOW THE FLOOR';
}
