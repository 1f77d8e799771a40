/** The module that every thread of the pool loads: one named function for each kind of computing. */
export { checkPrinting } from './features/certificates/printing-check.ts';
export { renderBatch } from './features/certificates/worker.ts';
export { inspectNames } from './features/preflight/worker.ts';
