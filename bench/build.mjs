// Builds the program's engine into one file that the contenders can import on any Node the project runs on.
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = createRequire(new URL('../package.json', import.meta.url));
const { build } = await import(pathToFileURL(project.resolve('vite')).href);

await build({
  configFile: false,
  logLevel: 'error',
  root: fileURLToPath(new URL('..', import.meta.url)),
  build: {
    ssr: fileURLToPath(new URL('engine-entry.ts', import.meta.url)),
    outDir: fileURLToPath(new URL('../out/bench', import.meta.url)),
    emptyOutDir: false,
    minify: false,
    rollupOptions: { output: { entryFileNames: 'engine.mjs' } },
  },
});
