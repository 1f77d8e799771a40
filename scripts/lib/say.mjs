// What set-up tells the person at the terminal: always on stderr, because stdout belongs to the command.

/** A reason to stop that the person can act on: shown as it is, without a stack. */
export class SetupError extends Error {}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`examdesk: ${line}\n`);
}

/**
 * Runs a script's body and exits with the code it returns; a `SetupError` is shown as a sentence.
 * @param {() => Promise<number>} body
 */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
