// `npm run bench [-- names] [--rounds N]`: runs the measures, prints their tables and keeps the figures.
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { writeTemplateFolder } from './certificate/folder.mjs';
import { asMarkdown, keep, writeReadme } from './lib/report.mjs';
import { durable } from './measures/durable.mjs';
import { endToEnd } from './measures/end-to-end.mjs';
import { growth } from './measures/growth.mjs';
import { history } from './measures/history.mjs';
import { memory } from './measures/memory.mjs';
import { same } from './measures/same.mjs';

/** In the order in which they run; `same` first, because a comparison of different certificates says nothing. */
const measures = { same, memory, durable, 'end-to-end': endToEnd, growth, history };
const names = Object.keys(measures);

const args = process.argv.slice(2);
const at = args.indexOf('--rounds');
const rounds = at < 0 ? 5 : Number(args[at + 1]);
const chosen = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0 || !(Number.isInteger(rounds) && rounds >= 1)) {
  console.error(`Usage: npm run bench [-- ${names.join(' | ')}] [--rounds N]`);
  process.exit(2);
}

writeTemplateFolder();
const machine = {
  node: process.version,
  system: `${platform()} ${release()}`,
  cpu: cpus()[0]?.model ?? 'unknown processor',
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
};

for (const [name, { title, about, run }] of Object.entries(measures)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const before = loadavg()[0];
  const outcome = await run({ rounds, say: progress });
  progress('');
  console.log(`\n${asMarkdown({ title, about, ...outcome })}`);
  keep(name, { title, about, rounds, machine, load: { before, after: loadavg()[0] }, ...outcome });
}
writeReadme(names);

/** One line that is written over, on a terminal only. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
}
