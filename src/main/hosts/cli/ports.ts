/** What the command line needs from the program and from the terminal it runs in. */
import type { AppClient, AppContract } from '../../../shared/contract/index.ts';
import type { ServedApp } from '../common/attach.ts';

export interface CliApp extends ServedApp {
  startWork(): Promise<void>;
  untilIdle(signal?: AbortSignal): Promise<void>;
  setAddress(url: string): Promise<void>;
  close(): Promise<void>;
}

/** Where the parts of the program lie, and how it is opened. */
export interface CliParts {
  readonly openApp: (config: {
    readonly storeDir: string;
    readonly access: 'write' | 'read';
    readonly program: string;
  }) => Promise<CliApp>;
  readonly defaultStoreDir: () => string;
  readonly version: string;
  readonly rendererDir: string;
}

export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly stdout: TextStream;
  readonly stderr: TextStream & NodeJS.WritableStream;
  /** All of standard input as text. */
  readStdin(): Promise<string>;
  /** Milliseconds that only grow. */
  monotonic(): number;
  /** Hears every request to stop (Ctrl+C, a service manager); the returned function ends that. */
  onStopRequest(listener: () => void): () => void;
  /** Ends the process without tidying up. */
  exitNow(code: number): void;
}

/** The calls of the contract; push events come through `CliApp.onEvent`. */
export type CliClient = Pick<AppClient, keyof AppContract>;
