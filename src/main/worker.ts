/** The module that every thread of the pool loads: one named function for each kind of computing. */
import { checkPrinting } from './features/certificates/printing-check.ts';
import { checkPeopleWith } from './features/preflight/worker.ts';

export { renderProofs } from './features/certificates/proofs.ts';
export { renderBatch } from './features/certificates/worker.ts';
export const checkPeople = checkPeopleWith(checkPrinting);
