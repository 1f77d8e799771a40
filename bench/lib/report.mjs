// Keeps a measure's figures in results/, and shows all that are kept in README.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { figure } from './numbers.mjs';

const folder = fileURLToPath(new URL('../results/', import.meta.url));
const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const begin = '<!-- figures: written by run.mjs -->';
const end = '<!-- end of figures -->';

export function keep(name, record) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify(record, null, 2)}\n`);
}

/** One measure as Markdown: its table, and how each goal was met. */
export function asMarkdown({ title, about, table, goals }) {
  const lines = goals.map((goal) => {
    const numbers = `${figure(goal.got)} (floor ${figure(goal.floor)}, aim ${figure(goal.aim)})`;
    return `- ${goal.name}: ${numbers}: ${verdict(goal)}`;
  });
  return [`### ${title}`, about, table, ...(lines.length > 0 ? [lines.join('\n')] : [])].join(
    '\n\n',
  );
}

/** `less`: a goal that a smaller number meets. */
function verdict({ floor, aim, got, less }) {
  const meets = (limit) => (less ? got <= limit : got >= limit);
  if (meets(aim)) return 'the aim holds';
  return meets(floor) ? 'the floor holds' : '**below the floor**';
}

/** @param {string[]} names measures in the order of the page; those never run here are left out */
export function writeReadme(names) {
  const kept = names
    .map((name) => `${folder}${name}.json`)
    .filter(existsSync)
    .map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const sections = kept.map((record) => {
    const { machine, rounds, load } = record;
    const where = `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, ${machine.cores} x ${machine.cpu}, ${machine.memory}, Node ${machine.node}, load before and after ${load.before.toFixed(1)} and ${load.after.toFixed(1)}`;
    return `${asMarkdown(record)}\n\n${where}.`;
  });
  const text = readFileSync(readme, 'utf8');
  const [before, rest] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
  writeFileSync(readme, `${before}${begin}\n\n${sections.join('\n\n')}\n\n${rest}`);
}
