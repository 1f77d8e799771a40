// `npm start`: opens the console in Electron, else in the system's Chromium or Chrome, else says its address.
import { canFetchElectron, electronProgram, fetchElectron } from './lib/electron.mjs';
import { windowPlan } from './lib/plan.mjs';
import { root } from './lib/root.mjs';
import { lastLines, runInPlace } from './lib/run.mjs';
import { main, say } from './lib/say.mjs';
import { ensureBuild, ensurePackages, programEnv, programFile, requireNode } from './setup.mjs';

/** What a program ends with when a shared library is missing, and `runInPlace` when there is no program. */
const cannotStart = 127;

await main(async () => {
  requireNode();
  await ensurePackages();
  await ensureBuild();
  const args = process.argv.slice(2);
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const plan = await windowPlan({
    electron: electronProgram() !== null,
    screen: process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY),
    reachable: canFetchElectron,
  });
  if (plan === 'fetch') {
    say('fetching Electron (about 100 MB, once).');
    const fetched = await fetchElectron();
    if (!fetched.ok)
      say(`Electron could not be fetched: ${lastLines(fetched.output).split('\n')[0]}`);
  }
  const electron = plan === 'electron' || plan === 'fetch' ? electronProgram() : null;
  if (electron) {
    const code = await runInPlace(electron, [...electronFlags(), root, ...args]);
    if (code !== cannotStart) return code;
    say('Electron does not start on this system (a library of it is missing).');
  }
  if (plan !== 'address') say('opening the console in the browser.');
  const open = plan === 'address' ? [] : ['--open'];
  const serve = [programFile, 'serve', ...open, ...args];
  return runInPlace(process.execPath, serve, { env: programEnv() });
});

/** Chromium refuses to run as root inside its sandbox. */
function electronFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
