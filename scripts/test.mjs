// `npm test`: sets up what is missing, runs every check, and ends with one line `N passed, N failed` of tests.
// `--no-setup` (`npm run check`) runs the same checks on what is there. Further arguments go to vitest.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCount } from './lib/plan.mjs';
import { runInPlace, toolScript } from './lib/run.mjs';
import { main } from './lib/say.mjs';
import { readJson } from './lib/stamp.mjs';
import { ensureBuild, ensurePackages, ensureTestTools, requireNode } from './setup.mjs';

const checks = [
  { name: 'format and lint', tool: ['@biomejs/biome', 'biome'], args: ['check', '.'] },
  { name: 'types', tool: ['typescript', 'tsc'], args: ['-b'] },
  { name: 'dead code', tool: ['knip', 'knip'], args: [] },
];

await main(async () => {
  const args = process.argv.slice(2);
  const prepared = args[0] === '--no-setup';
  requireNode();
  if (!prepared) await ensurePackages();
  await ensureBuild();
  const tools = prepared ? null : await ensureTestTools();
  const failed = [];
  for (const { name, tool, args: given } of checks) {
    const [packageName = '', command = ''] = tool;
    const code = await runInPlace(process.execPath, [toolScript(packageName, command), ...given]);
    if (code !== 0) failed.push(name);
  }
  const folder = mkdtempSync(join(tmpdir(), 'examdesk-tests-'));
  try {
    const file = join(folder, 'report.json');
    const code = await runTests(file, prepared ? args.slice(1) : args, tools?.browser);
    const report = readJson(file);
    const count = report ? testCount(report) : { passed: 0, failed: 0, skipped: 0 };
    const ran = count.passed + count.failed > 0;
    if (!ran) failed.push('no test ran');
    else if (count.failed === 0 && code !== 0) failed.push('vitest (an error outside the tests)');
    if (count.skipped > 0) process.stdout.write(`${count.skipped} skipped\n`);
    if (failed.length > 0) process.stdout.write(`Checks that failed: ${failed.join(', ')}\n`);
    process.stdout.write(`${count.passed} passed, ${count.failed} failed\n`);
    return code !== 0 || failed.length > 0 || count.failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string} report where the counts are written
 * @param {string[]} args
 * @param {string | undefined} browser
 */
function runTests(report, args, browser) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const env = browser ? { ...process.env, EXAMDESK_BROWSER: browser } : process.env;
  const vitest = toolScript('vitest', 'vitest');
  return runInPlace(process.execPath, [vitest, 'run', ...reporters, ...args], { env });
}
