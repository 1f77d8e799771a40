/** The exit codes of the command line; docs/command-line.md lists the same table. */
import type { ErrorCode } from '../../../shared/errors.ts';

export const exitCodes = {
  ok: 0,
  /** The command ran to its end, but something failed or was left out: a task, a row, a check of the doctor. */
  endedWithFailures: 1,
  wrongUse: 2,
  badInput: 3,
  storeInUse: 4,
  storeUnusable: 5,
  diskOrPermission: 6,
  internal: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byError = {
  invalid_input: exitCodes.badInput,
  unreadable_file: exitCodes.badInput,
  not_found: exitCodes.badInput,
  conflict: exitCodes.badInput,
  busy: exitCodes.storeInUse,
  store_in_use: exitCodes.storeInUse,
  store_newer: exitCodes.storeUnusable,
  store_corrupt: exitCodes.storeUnusable,
  disk_full: exitCodes.diskOrPermission,
  file_access: exitCodes.diskOrPermission,
  forbidden: exitCodes.diskOrPermission,
  cancelled: exitCodes.interrupted,
  connection_lost: exitCodes.internal,
  internal: exitCodes.internal,
} as const satisfies Record<ErrorCode, ExitCode>;

export const exitCodeOf = (code: ErrorCode): ExitCode => byError[code];
