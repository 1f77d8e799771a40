#!/usr/bin/env node
/** The entry of the command line. */
import { createApp, defaultStoreDir, programVersion } from './app.ts';
import { runCli } from './hosts/cli/program.ts';
import { exitWith, processTerminal } from './hosts/cli/terminal.ts';
import { placesFrom } from './hosts/common/places.ts';

const { rendererDir, resourcesDir, workerFile } = placesFrom(import.meta.dirname);
const parts = {
  openApp: (config: Pick<Parameters<typeof createApp>[0], 'storeDir' | 'access' | 'program'>) =>
    createApp({ ...config, resourcesDir, workerFile }),
  defaultStoreDir,
  version: programVersion,
  rendererDir,
};
await exitWith(await runCli(process.argv.slice(2), parts, processTerminal()));
