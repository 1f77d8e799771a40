/** The entry of the program on an officer's desk, under Electron. */
import { resolve } from 'node:path';
import { createApp, defaultStoreDir } from './app.ts';
import { placesFrom } from './hosts/common/places.ts';
import { startElectronHost } from './hosts/electron/start.ts';
import { storeOption } from './hosts/electron/start-options.ts';

const { preload, rendererDir, resourcesDir, workerFile } = placesFrom(import.meta.dirname);
// Not awaited: Electron is ready only after this module has run to its end.
void startElectronHost({
  openApp: () =>
    createApp({
      storeDir: resolve(
        storeOption(process.argv) ?? (process.env.EXAMDESK_STORE || defaultStoreDir()),
      ),
      resourcesDir,
      workerFile,
      access: 'write',
      program: 'the Examdesk window',
    }),
  rendererDir,
  preload,
});
