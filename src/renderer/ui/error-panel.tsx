/** A failure as the officer sees it: what happened, what was kept, what to do, and an id to copy. Never a stack. */
import { Button, CopyButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { errorPanelWords, errorWords } from '../messages/errors.ts';
import classes from './error-panel.module.css';

export interface ToldError {
  readonly code: ErrorCode;
  readonly title: string;
  readonly message: string;
  readonly advice: string;
  readonly id: string | null;
  /** The refused fields, where the program named them. */
  readonly problems: readonly string[];
}

export function tellError(cause: unknown): ToldError {
  const error = AppError.from(cause);
  const { title, advice } = errorWords[error.code];
  return {
    code: error.code,
    title,
    message: error.message,
    advice,
    id: error.id ?? null,
    problems: issuesOf(error.details),
  };
}

function issuesOf(details: unknown): string[] {
  const issues = (details as { issues?: unknown } | null | undefined)?.issues;
  if (!Array.isArray(issues)) return [];
  return issues.flatMap((issue: { field?: unknown; message?: unknown }) =>
    typeof issue.message === 'string'
      ? [
          `${typeof issue.field === 'string' && issue.field ? `${issue.field}: ` : ''}${issue.message}`,
        ]
      : [],
  );
}

export function ErrorPanel({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}) {
  const told = tellError(error);
  return (
    <div className={classes.panel} role="alert">
      <IconAlertTriangle size={18} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <strong>{told.title}</strong>
        <p>{told.message}</p>
        {told.problems.length > 1 && (
          <ul>
            {told.problems.slice(0, 10).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        <p className="ed-dim">{told.advice}</p>
        <div className={classes.actions}>
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              {errorPanelWords.retry}
            </Button>
          )}
          {told.id && <ErrorId id={told.id} />}
        </div>
      </div>
    </div>
  );
}

function ErrorId({ id }: { readonly id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Button variant="subtle" onClick={copy}>
          {copied ? errorPanelWords.copied : `${errorPanelWords.id} ${id}`}
        </Button>
      )}
    </CopyButton>
  );
}

/** For a failure of an action whose place on the page is gone or too small for a panel. */
export function notifyError(cause: unknown): void {
  const told = tellError(cause);
  notifications.show({
    color: 'signal',
    title: told.title,
    message: `${told.message} ${told.advice}${told.id ? ` (${errorPanelWords.id} ${told.id})` : ''}`,
    autoClose: 12_000,
  });
}
