/** The wording of failures: what happened, what was kept, what to do. */
import type { ErrorCode } from '../../shared/errors.ts';

interface ErrorWords {
  readonly title: string;
  /** What was kept and what to do; the sentence of the program itself stands before it. */
  readonly advice: string;
}

export const errorWords: Record<ErrorCode, ErrorWords> = {
  invalid_input: {
    title: 'This was refused',
    advice: 'Nothing was changed. Correct it and try again.',
  },
  not_found: { title: 'It is not there', advice: 'It may have been removed in the meantime.' },
  conflict: {
    title: 'This does not fit the state of things',
    advice: 'Nothing was changed. Look at it again: somebody or something was quicker.',
  },
  forbidden: { title: 'Not allowed here', advice: 'Nothing was changed.' },
  cancelled: { title: 'Cancelled', advice: 'What was finished before stays.' },
  busy: { title: 'Busy just now', advice: 'Nothing was lost. Try again in a moment.' },
  store_in_use: {
    title: 'Another program uses this store',
    advice: 'Nothing was changed. Close the other program or work there.',
  },
  store_newer: { title: 'The store is of a newer version', advice: 'Nothing was changed.' },
  store_corrupt: { title: 'The store is damaged', advice: 'The file was kept as it is.' },
  disk_full: {
    title: 'The disk is full',
    advice: 'What was finished is safe. Free some space, then try again.',
  },
  file_access: {
    title: 'A file or folder cannot be used',
    advice: 'What was finished is safe. Check the path and its permissions, then try again.',
  },
  unreadable_file: { title: 'The file cannot be read', advice: 'Nothing was imported from it.' },
  connection_lost: {
    title: 'The connection was lost',
    advice: 'Tasks go on without this window. It fetches everything again when it is back.',
  },
  internal: {
    title: 'Something went wrong inside Examdesk',
    advice: 'What was saved before is safe. The log has the details under this id.',
  },
};

export const errorPanelWords = {
  retry: 'Try again',
  copied: 'Copied',
  id: 'Id',
};
