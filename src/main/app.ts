/** createApp: builds every part in order and closes them in reverse. Nothing below the hosts knows which host runs. */
import { mkdir } from 'node:fs/promises';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';
import packageJson from '../../package.json' with { type: 'json' };
import { type AppHandlers, contract } from '../shared/contract/index.ts';
import type { AppError } from '../shared/errors.ts';
import { publisher } from '../shared/rpc/serve.ts';
import { exportJobWith } from './features/certificates/export-job.ts';
import { certificatesHandlers } from './features/certificates/handlers.ts';
import { certificatesJobWith } from './features/certificates/job.ts';
import { tidyCertificates } from './features/certificates/tidy.ts';
import { coursesHandlers } from './features/completions/courses.ts';
import { completionsHandlers } from './features/completions/handlers.ts';
import { importHandlers } from './features/completions/import-handlers.ts';
import { importCheckWith, importCommitWith } from './features/completions/import-jobs.ts';
import { removeOldUploads } from './features/completions/uploads.ts';
import { readSettings } from './features/office/api.ts';
import { officeHandlers } from './features/office/handlers.ts';
import { preflightHandlers } from './features/preflight/handlers.ts';
import { preflightJobWith } from './features/preflight/job.ts';
import { tasksHandlers } from './features/tasks/handlers.ts';
import { templatesInUse } from './features/templates/api.ts';
import { templatesHandlers } from './features/templates/handlers.ts';
import { adoptShipped } from './features/templates/keep.ts';
import { proofsJobWith } from './features/templates/proofs-job.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { type OpenStore, openStoreForReading, openStoreForWriting } from './kernel/db/store.ts';
import { explainFileError } from './kernel/files.ts';
import { describeError, type Log, openLog, silentLog } from './kernel/log.ts';
import { WorkerPool } from './kernel/pool/worker-pool.ts';
import type { JobRegistry } from './kernel/queue/job.ts';
import { jobsById } from './kernel/queue/job-list.ts';
import { JobQueue } from './kernel/queue/queue.ts';
import { JobRunner } from './kernel/queue/runner.ts';
import { type RandomBytes, systemRandom } from './kernel/random.ts';
import { migrations } from './migrations.ts';

export const programVersion: string = packageJson.version;

/** The folder for this user's store on this platform. */
export const defaultStoreDir = (): string => envPaths('Examdesk', { suffix: '' }).data;

export interface AppConfig {
  /** examdesk.db, certificates/, imports/, backups/ and log/ lie in it. */
  readonly storeDir: string;
  /** The program's own resources: templates/ and sample/. */
  readonly resourcesDir: string;
  /** The built module that the pool's threads load. */
  readonly workerFile: string;
  /** `write` takes the store's lock and can run tasks; `read` works beside a program that does. */
  readonly access: 'write' | 'read';
  /** What this program is called in the message to a second one. */
  readonly program: string;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  /** Threads for heavy work; as many as the machine has cores unless said otherwise. */
  readonly threads?: number;
}

export interface App {
  readonly handlers: AppHandlers;
  /** Hears every push event of the contract; returns how to stop. */
  onEvent(listener: (path: string, payload: unknown) => void): () => void;
  /** Begins to run tasks. */
  startWork(): Promise<void>;
  /** Resolves when no task runs and none is due; a task that waits for a later attempt is not due. */
  untilIdle(signal?: AbortSignal): Promise<void>;
  reportError(error: AppError, path: string, id: string): void;
  /** Tells a second program where this one's window is. */
  setAddress(url: string): Promise<void>;
  /** Tasks stop at their next item and go back to the queue. */
  close(): Promise<void>;
}

export async function createApp(config: AppConfig): Promise<App> {
  const { storeDir, access, clock = systemClock } = config;
  const options = { folder: storeDir, program: config.program, migrations, clock };
  if (access === 'read') {
    const store = await openStoreForReading(options);
    return assemble(config, store, silentLog, async () => {});
  }
  const store = await openStoreForWriting(options);
  const log = await openLogOf(store, join(storeDir, 'log'));
  log.info('program.opened', { version: programVersion, program: config.program });
  return assemble(config, store, log, async () => {
    log.info('program.closed');
    log.close();
  });
}

/** A store whose log cannot be written is not used, and not left locked. */
async function openLogOf(store: OpenStore, folder: string): Promise<ReturnType<typeof openLog>> {
  try {
    return openLog(folder);
  } catch (cause) {
    await store.close();
    throw explainFileError(cause, folder, 'write');
  }
}

async function assemble(
  config: AppConfig,
  store: OpenStore,
  log: Log,
  closeLog: () => Promise<void>,
): Promise<App> {
  const { storeDir, resourcesDir, access, clock = systemClock, random = systemRandom } = config;
  const { db } = store;
  const certificatesDir = join(storeDir, 'certificates');
  const importsDir = join(storeDir, 'imports');
  const templatesDir = join(storeDir, 'templates');
  const shippedTemplate = join(resourcesDir, 'templates', 'default');
  const sampleDir = join(resourcesDir, 'sample');
  const zone = async () => (await readSettings(db.reader)).zone;

  const queue = new JobQueue(db, clock);
  const pool = new WorkerPool({
    filename: config.workerFile,
    heavyThreads: config.threads ?? Math.max(1, availableParallelism()),
  });
  const templates = () => templatesInUse(db.reader, templatesDir);
  const preflightDeps = { db, queue, clock, pool, templates, shippedTemplate, zone };
  const keepDeps = { db, clock, random, pool, templatesDir, shippedTemplate };
  const proofsDir = join(storeDir, 'proofs');
  const importDeps = { db, queue, clock, importsDir };
  const jobs = {
    certificates: certificatesJobWith({
      db,
      clock,
      pool,
      random,
      certificatesDir,
      templatesDir,
      zone,
    }),
    'certificates-export': exportJobWith({ db, clock, certificatesDir, zone }),
    'import-check': importCheckWith(importDeps),
    'import-commit': importCommitWith(importDeps),
    preflight: preflightJobWith(preflightDeps),
    'template-proofs': proofsJobWith({ db, clock, pool, templatesDir, proofsDir, zone }),
  } satisfies JobRegistry;

  const listeners = new Set<(path: string, payload: unknown) => void>();
  const events = publisher(contract, (path, payload) => {
    for (const listener of listeners) listener(path, payload);
  });
  const runner = new JobRunner({
    queue,
    jobs,
    clock,
    log,
    owner: `${hostname()}:${process.pid}:${Buffer.from(random(6)).toString('hex')}`,
    lanes: { interactive: 2, heavy: 1 },
    random: () => (random(1)[0] ?? 0) / 256,
    onProgress: (id, progress) => events.tasks.progressed({ id, progress }),
  });
  const progressOf = (id: number) => runner.progressOf(id);
  queue.onChanged((ids) => {
    const tell = async () => {
      const tasks = await jobsById(db.reader, ids);
      events.tasks.changed({
        tasks: tasks.map((task) => ({ ...task, progress: progressOf(task.id) ?? task.progress })),
      });
    };
    // After close the reader is gone and nobody listens any more.
    tell().catch((cause) => log.warn('events.lost', { error: describeError(cause) }));
  });

  const handlers: AppHandlers = {
    office: officeHandlers({
      db,
      clock,
      storeDir,
      templatesDir,
      shippedTemplate,
      certificatesDir,
      version: programVersion,
      readOnly: access === 'read',
      progressOf,
    }),
    courses: coursesHandlers({ db, queue, clock }),
    completions: completionsHandlers({ db, queue, clock }),
    imports: importHandlers({ ...importDeps, sampleDir, random, zone }),
    certificates: certificatesHandlers({ db, queue, clock, certificatesDir, zone }),
    preflight: preflightHandlers(preflightDeps),
    templates: templatesHandlers({ ...keepDeps, queue, zone }),
    tasks: tasksHandlers({
      db,
      queue,
      clock,
      running: { cancel: (id) => runner.cancel(id), progressOf },
    }),
  };

  return {
    handlers,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    startWork: async () => {
      await mkdir(certificatesDir, { recursive: true });
      await adoptShipped(keepDeps);
      await tidyCertificates(db, clock, certificatesDir);
      await removeOldUploads(importsDir, clock.now());
      await runner.start();
    },
    untilIdle: (signal) => runner.untilIdle(signal),
    reportError: (error, path, id) => {
      const unexpected = error.code === 'internal';
      log[unexpected ? 'error' : 'info']('call.failed', {
        path,
        id,
        code: error.code,
        error: unexpected ? describeError(error) : error.message,
      });
    },
    setAddress: async (url) => store.lock?.setAddress(url),
    close: async () => {
      await runner.stop();
      await pool.close();
      await store.close();
      await closeLog();
    },
  };
}
