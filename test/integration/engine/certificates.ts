/** Builders for the engine's tests: the shipped template, compiled once, and a record to print. */
import { fileURLToPath } from 'node:url';
import type { CertificateData } from '../../../src/main/features/certificates/engine/data.ts';
import { loadTemplate } from '../../../src/main/features/certificates/engine/load-template.ts';
import {
  type PreparedTemplate,
  prepareTemplate,
} from '../../../src/main/features/certificates/engine/prepare.ts';
import { renderCertificate } from '../../../src/main/features/certificates/engine/render.ts';
import {
  type CertificateTemplateInput,
  certificateTemplate,
} from '../../../src/shared/template.ts';

export const defaultTemplateDir = fileURLToPath(
  new URL('../../../resources/templates/default', import.meta.url),
);

let prepared: Promise<PreparedTemplate> | undefined;

export function theDefaultTemplate(): Promise<PreparedTemplate> {
  prepared ??= loadTemplate(defaultTemplateDir).then(({ template, assets }) =>
    prepareTemplate(template, assets),
  );
  return prepared;
}

export function aRecord(changes: Partial<CertificateData> = {}): CertificateData {
  return {
    number: 'AEB-2026-00004711-7',
    name: 'Ottilie Marchbanks',
    courseCode: 'EE-408',
    courseTitle: 'Électrotechnique — Paper 8',
    sitting: 'Summer 2026',
    mark: '71.50',
    passMark: '50',
    band: 'Distinction',
    completedOn: '2026-06-12',
    issuedOn: '2026-07-03',
    expiresOn: null,
    issuedAt: Date.UTC(2026, 6, 3, 9, 30),
    ...changes,
  };
}

/** The whole file of a certificate that must succeed. */
export function pdfOf(template: PreparedTemplate, record: CertificateData): Buffer {
  const outcome = renderCertificate(template, record);
  if ('failure' in outcome) throw new Error(`${outcome.failure.code}: ${outcome.failure.message}`);
  return Buffer.concat([outcome.prefix, outcome.tail]);
}

type Elements = CertificateTemplateInput['pages'][number]['elements'];

/** A small template around the elements given, without any file of its own. */
export async function aTemplate(
  elements: Elements,
  changes: Partial<CertificateTemplateInput> = {},
): Promise<PreparedTemplate> {
  const { assets } = await loadTemplate(defaultTemplateDir);
  const template = certificateTemplate.parse({
    version: 1,
    name: 'Test',
    issuer: 'An Office',
    language: 'en-GB',
    page: { size: 'A5', orientation: 'landscape', margin: 10 },
    fonts: { body: { family: 'Noto Serif' } },
    pages: [{ elements }],
    ...changes,
  });
  return prepareTemplate(template, assets);
}
