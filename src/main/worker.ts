/** The module that every thread of the pool loads: one named function for each kind of computing. */
export { renderBatch } from './features/certificates/worker.ts';
