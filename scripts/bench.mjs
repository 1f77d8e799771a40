// `npm run bench`: sets up the benchmark's own packages, builds the engine for it and runs the measures named.
import { join } from 'node:path';
import { root } from './lib/root.mjs';
import { runInPlace } from './lib/run.mjs';
import { main } from './lib/say.mjs';
import { ensureBuild, ensurePackages, requireNode } from './setup.mjs';

await main(async () => {
  requireNode();
  await ensurePackages();
  await ensurePackages(join(root, 'bench'));
  await ensureBuild();
  const built = await runInPlace(process.execPath, [join(root, 'bench/build.mjs')]);
  if (built !== 0) return built;
  const args = [join(root, 'bench/run.mjs'), ...process.argv.slice(2)];
  // More threads for file work than Node's four, read when Node starts: the bare loops are to show what the disk can do.
  return runInPlace(process.execPath, args, { env: { ...process.env, UV_THREADPOOL_SIZE: '32' } });
});
