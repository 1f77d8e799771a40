/** What the benchmark takes from the program, built into one file. */
export type { CertificateData } from '../src/main/features/certificates/engine/data.ts';
export { loadTemplate } from '../src/main/features/certificates/engine/load-template.ts';
export { prepareTemplate } from '../src/main/features/certificates/engine/prepare.ts';
export { renderCertificate } from '../src/main/features/certificates/engine/render.ts';
export { renderBatch } from '../src/main/features/certificates/worker.ts';
