/** What a thread of the pool does for proofs: certificates in memory, marked as not valid. Nothing is stored. */
import { AppError } from '../../../shared/errors.ts';
import type { ProofsInput, ProofsOutput } from './api.ts';
import { loadTemplate, refuseOtherContent } from './engine/load-template.ts';
import { type PreparedTemplate, prepareTemplate } from './engine/prepare.ts';
import { renderCertificate } from './engine/render.ts';
import { preparedFor } from './worker.ts';

export async function renderProofs(input: ProofsInput): Promise<ProofsOutput> {
  try {
    const prepared = await prepare(input);
    const proofs = input.items.map((data) => {
      const outcome = renderCertificate(prepared, data, { proof: true });
      if ('failure' in outcome) {
        const { message: reason, remedy } = outcome.failure;
        return { reason, remedy };
      }
      return { pdf: new Uint8Array(Buffer.concat([outcome.prefix, outcome.tail])) };
    });
    return { ok: true, proofs, warnings: prepared.warnings };
  } catch (error) {
    const { code, message } = AppError.from(error);
    return {
      ok: false,
      failure: { code, message: code === 'internal' ? String(error) : message },
    };
  }
}

/** An edit is not kept among the compiled templates: it would push out one that issues. */
async function prepare({
  templateDir,
  templateHash,
  json,
}: ProofsInput): Promise<PreparedTemplate> {
  if (json === undefined) return preparedFor(templateDir, { hash: templateHash });
  const kept = await loadTemplate(templateDir);
  if (templateHash !== undefined)
    refuseOtherContent(templateDir, templateHash, kept.assets.contentHash);
  const { template, assets } = await loadTemplate(templateDir, { json });
  return prepareTemplate(template, assets);
}
