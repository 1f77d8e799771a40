/** The calls on templates: list, read, import, edit, assign, preview, contact sheet. */
import { resolve } from 'node:path';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { loadTemplate } from '../certificates/api.ts';
import { audit } from '../office/api.ts';
import { loadVersion, versionFolder } from './folders.ts';
import { adoptShipped, type KeepDeps, keep, refuseUnusable } from './keep.ts';
import { preview } from './preview.ts';
import { proofsJob } from './proofs-job.ts';
import { assignCourse, idOfName, listTemplates, setDefault, versionOf } from './store.ts';

interface Deps extends KeepDeps {
  readonly queue: JobQueue;
  /** The office's zone. */
  readonly zone: () => Promise<string>;
}

export function templatesHandlers(deps: Deps): AppHandlers['templates'] {
  const { db, queue, clock, pool, templatesDir } = deps;
  const noted = (action: string, actor: string, detail: unknown) => ({
    at: clock.now(),
    actor,
    action,
    detail,
  });
  return {
    list: () => listTemplates(db.reader),

    source: async ({ id, version }) => {
      const stored = await versionOf(db.reader, id, version);
      const { json, assets } = await loadVersion(versionFolder(templatesDir, stored.hash));
      return {
        version: stored.version,
        json: json.toString('utf8'),
        files: [...assets.images.keys(), ...assets.fontFiles.keys()].sort(),
      };
    },

    importFolder: async ({ folder: given, note }, { actor }) => {
      const folder = resolve(given);
      const loaded = await loadTemplate(folder);
      await refuseUnusable(pool, { templateDir: folder, templateHash: loaded.assets.contentHash });
      await adoptShipped(deps);
      const { name } = loaded.template;
      const added = await keep(deps, loaded, { actor, note: note ?? null }, (tx, version) =>
        audit(tx, noted('templates.import', actor, { folder, name, ...version })),
      );
      return { ...added, name };
    },

    save: async ({ id, version, json, note }, { actor }) => {
      const stored = await versionOf(db.reader, id, version);
      const { dir, hash } = versionFolder(templatesDir, stored.hash);
      const loaded = await loadVersion({ dir, hash }, { json });
      const { name } = loaded.template;
      const other = name === stored.name ? undefined : await idOfName(db.reader, name);
      if (other !== undefined)
        throw new AppError(
          'conflict',
          `There is another template with the name ${name}. Edit that one, or choose a name that is free.`,
        );
      await refuseUnusable(pool, { templateDir: dir, templateHash: hash, json });
      return keep(deps, loaded, { actor, note: note ?? null }, (tx, added) =>
        audit(tx, noted('templates.save', actor, { from: stored.version, name, ...added })),
      );
    },

    setDefault: ({ id }, { actor }) =>
      db.write(async (tx) => {
        const { name } = await versionOf(tx, id);
        await setDefault(tx, id);
        await audit(tx, noted('templates.setDefault', actor, { id, name }));
        return {};
      }),

    assign: ({ courseCode, id }, { actor }) =>
      db.write(async (tx) => {
        const name = id === null ? null : (await versionOf(tx, id)).name;
        await assignCourse(tx, courseCode, id);
        await audit(tx, noted('templates.assign', actor, { courseCode, id, name }));
        return {};
      }),

    preview: (wish) => preview(deps, wish),

    contactSheet: async ({ id, version, course, each }, { actor }) => {
      const { name, hash, ...stored } = await versionOf(db.reader, id, version);
      const taskId = await db.write((tx) =>
        queue.enqueue(
          tx,
          proofsJob,
          {
            name,
            hash,
            version: stored.version,
            each,
            ...(course === undefined ? {} : { course }),
          },
          { title: `Proofs: ${name}, version ${stored.version}`, actor },
        ),
      );
      return { taskId };
    },
  };
}
