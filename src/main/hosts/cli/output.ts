/** What a command says: one JSON document or lines for a person on stdout, everything else on stderr. */
import type { WireError } from '../../../shared/errors.ts';
import type { Terminal } from './ports.ts';
import type { ProgressView } from './progress.ts';

export class Output {
  readonly json: boolean;
  readonly #terminal: Terminal;
  readonly #colour: boolean;
  #answered = false;
  #progress: ProgressView | undefined;

  constructor(terminal: Terminal, json: boolean) {
    this.#terminal = terminal;
    this.json = json;
    const { env, stderr } = terminal;
    this.#colour = stderr.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  }

  /** Remarks go above the bars from now on, and the bars go when the answer comes. */
  beside(progress: ProgressView): void {
    this.#progress = progress;
  }

  /** The command's answer; once only, so that stdout is one document. */
  answer(document: unknown, lines: () => readonly string[]): void {
    if (this.#answered) throw new Error('A command answers once');
    this.#answered = true;
    this.#progress?.stop();
    const text = this.json ? JSON.stringify(document, undefined, 2) : lines().join('\n');
    if (text !== '') this.#terminal.stdout.write(`${text}\n`);
  }

  /** A remark beside the answer. */
  note(text: string): void {
    if (this.#progress) this.#progress.say(text);
    else this.#terminal.stderr.write(`${text}\n`);
  }

  warn(text: string): void {
    this.note(this.#paint('33', text));
  }

  /** With --json the error is the document, unless the answer is out already. */
  error(error: WireError): void {
    if (this.json && !this.#answered) {
      this.answer({ error }, () => []);
      return;
    }
    const id = error.id === undefined ? '' : ` (id ${error.id})`;
    this.note(`${this.#paint('31', 'Error:')} ${error.message}${id}`);
  }

  #paint(code: string, text: string): string {
    return this.#colour ? `\u001B[${code}m${text}\u001B[0m` : text;
  }
}
