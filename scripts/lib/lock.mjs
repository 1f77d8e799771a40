// One set-up at a time for one project folder: a lock directory that names its owner.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SetupError, say } from './say.mjs';
import { isCode } from './stamp.mjs';

const patience = 30 * 60_000;

/** @typedef {{pid: number, host: string, id: string}} Owner */

/**
 * Runs `work` while nobody else holds the lock. A lock whose owner no longer lives is taken over.
 * @template T
 * @param {string} folder where the lock directory is made; created when missing
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work) {
  const release = await acquire(join(folder, '.setup-lock'));
  try {
    return await work();
  } finally {
    release();
  }
}

/** @param {string} lock */
async function acquire(lock) {
  mkdirSync(join(lock, '..'), { recursive: true });
  /** @type {Owner} */
  const me = { pid: process.pid, host: hostname(), id: randomUUID() };
  const since = Date.now();
  let told = false;
  while (!take(lock, me)) {
    const owner = readOwner(lock);
    if (owner && isDead(owner)) {
      evict(lock, owner);
      continue;
    }
    if (owner && !told) {
      say(`waiting for another set-up of this folder (process ${owner.pid} on ${owner.host}).`);
      told = true;
    }
    if (Date.now() - since > patience) {
      throw new SetupError(
        `Another set-up has held this folder for half an hour. If none is running, remove ${lock} and try again.`,
      );
    }
    await wait(200);
  }
  return () => {
    if (readOwner(lock)?.id === me.id) evict(lock, me);
  };
}

/**
 * The owner is written before the directory gets its name, and a directory cannot be renamed onto one that holds a
 * file: so there is never a lock without an owner, nor one with two.
 * @param {string} lock
 * @param {Owner} me
 */
function take(lock, me) {
  const mine = `${lock}.${me.id}`;
  mkdirSync(mine, { recursive: true });
  writeFileSync(join(mine, 'owner.json'), JSON.stringify(me));
  try {
    renameSync(mine, lock);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (isCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES')) return false;
    throw error;
  }
}

/**
 * Moves the owner's lock away, then removes it: removed in place, it would for a moment be an empty directory that a
 * newcomer can take, and lose again. Two who see the same dead owner both try; who moved a newcomer's lock by mistake puts it back.
 * @param {string} lock
 * @param {Owner} owner this process, or one that is dead
 */
function evict(lock, owner) {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
    if (readOwner(aside)?.id === owner.id) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, lock);
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES')) throw error;
  }
}

/**
 * @param {string} lock
 * @returns {Owner | null}
 */
function readOwner(lock) {
  try {
    return JSON.parse(readFileSync(join(lock, 'owner.json'), 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT', 'EPERM', 'EACCES') || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * A process of another machine (a shared folder) can't be asked, so it counts as alive.
 * @param {Owner} owner
 */
function isDead(owner) {
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return isCode(error, 'ESRCH');
  }
}
