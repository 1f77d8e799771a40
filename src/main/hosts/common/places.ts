/** Where the parts of the built program lie. */
import { join } from 'node:path';

/** `mainDir` is the folder of the built entry, `out/main`. */
export const placesFrom = (mainDir: string) => ({
  workerFile: join(mainDir, 'worker.js'),
  preload: join(mainDir, '..', 'preload', 'index.cjs'),
  rendererDir: join(mainDir, '..', 'renderer'),
  resourcesDir: join(mainDir, '..', '..', 'resources'),
});
