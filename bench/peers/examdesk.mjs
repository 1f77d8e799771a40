// The program's own engine, as built: the template prepared once, each certificate a tail and the hash of its whole file.
import { templateDir } from '../certificate/folder.mjs';

export async function create() {
  const { loadTemplate, prepareTemplate, renderCertificate } = await import(
    '../../out/bench/engine.mjs'
  );
  const { template, assets } = await loadTemplate(templateDir);
  const prepared = await prepareTemplate(template, assets);
  return (data) => {
    const made = renderCertificate(prepared, data);
    if ('failure' in made) throw new Error(made.failure.message);
    return made;
  };
}
