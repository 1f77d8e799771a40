/** The session of one run: its token in the address, single-use tickets, and the cookie they buy. */
import type { IncomingMessage } from 'node:http';
import { cookieOf, newSecret, sameSecret } from './guard.ts';

export class Session {
  /** Opens a window as often as wanted while this run lasts. */
  readonly token = newSecret();
  readonly #cookie = newSecret();
  readonly #cookieName: string;
  readonly #tickets = new Set<string>();

  /** The port is part of the cookie's name, because browsers share cookies between the ports of a host. */
  constructor(port: number) {
    this.#cookieName = `examdesk-${port}`;
  }

  /** A token that opens one window: for a browser's command line, which other users of the machine can read. */
  newTicket(): string {
    const ticket = newSecret();
    this.#tickets.add(ticket);
    return ticket;
  }

  /** The Set-Cookie header that a valid token or ticket buys. */
  exchange(token: string): string | undefined {
    const ticket = [...this.#tickets].find((candidate) => sameSecret(token, candidate));
    if (ticket !== undefined) this.#tickets.delete(ticket);
    else if (!sameSecret(token, this.token)) return undefined;
    return `${this.#cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`;
  }

  holds(request: IncomingMessage): boolean {
    const cookie = cookieOf(request.headers.cookie, this.#cookieName);
    return cookie !== undefined && sameSecret(cookie, this.#cookie);
  }
}
