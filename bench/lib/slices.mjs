// Contenders timed in turns: every round gives each of them one slice, so that a busy moment of the machine hits all alike.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const contender = fileURLToPath(new URL('contender.mjs', import.meta.url));

/**
 * @param {string[]} names contenders, the first one is compared with the others
 * @param {{rounds: number, milliseconds: number, onSlice?: (name: string, round: number) => void}} plan
 * @returns {Promise<Record<string, {count: number, wall: number, cpu: number, size: number}[]>>} slices by contender, warm-up left out
 */
export async function alternate(names, { rounds, milliseconds, onSlice }) {
  const children = new Map();
  try {
    for (const name of names) {
      const child = fork(contender, [name], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      children.set(name, child);
      await answer(child, name);
    }
    const slices = Object.fromEntries(names.map((name) => [name, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of names) {
        onSlice?.(name, round);
        const child = children.get(name);
        child.send({ milliseconds });
        const slice = await answer(child, name);
        if (round > 0) slices[name].push(slice);
      }
    }
    return slices;
  } finally {
    for (const child of children.values()) child.kill();
  }
}

async function answer(child, name) {
  const [first] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${name} ended with code ${code}`);
    }),
  ]);
  return first;
}
