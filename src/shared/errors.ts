/** Every failure that may cross a process or a wire, declared once. */

/** `retryable`: trying the same thing again later may succeed without anybody changing anything. */
export const errorCodes = {
  invalid_input: { retryable: false },
  not_found: { retryable: false },
  conflict: { retryable: false },
  forbidden: { retryable: false },
  cancelled: { retryable: false },
  busy: { retryable: true },
  store_in_use: { retryable: true },
  store_newer: { retryable: false },
  store_corrupt: { retryable: false },
  disk_full: { retryable: true },
  file_access: { retryable: true },
  unreadable_file: { retryable: false },
  connection_lost: { retryable: true },
  internal: { retryable: false },
} as const satisfies Record<string, { readonly retryable: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/** What travels: a code to branch on, a sentence for the officer, data for a program. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: unknown;
  /** Also in the log, so that support can find the cause of an `internal` error. */
  readonly id?: string;
}

/** A failure with a sentence for the officer: what is wrong, where, and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: unknown;
  /** Set on the caller's side of a wire: the id under which the log has the cause. */
  readonly id: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: unknown; cause?: unknown; id?: string | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.id = options.id;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }

  toWire(id?: string): WireError {
    return {
      code: this.code,
      message: this.message,
      ...(this.details === undefined ? {} : { details: this.details }),
      ...(id === undefined ? {} : { id }),
    };
  }

  static fromWire(wire: WireError): AppError {
    return new AppError(wire.code, wire.message, { details: wire.details, id: wire.id });
  }

  /** Anything unexpected becomes `internal` with a message that says nothing of its inside. */
  static from(cause: unknown): AppError {
    if (cause instanceof AppError) return cause;
    if (cause instanceof Error && cause.name === 'AbortError')
      return new AppError('cancelled', 'The operation was cancelled.', { cause });
    const code = (cause as { code?: unknown } | null)?.code;
    if (code === 'ENOSPC')
      return new AppError(
        'disk_full',
        'The disk is full. Free some space, then try again; nothing was lost.',
        { cause },
      );
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      return new AppError('file_access', `${(cause as Error).message}. Check the permissions.`, {
        cause,
      });
    return new AppError('internal', 'Something went wrong. The log has the details.', { cause });
  }
}
