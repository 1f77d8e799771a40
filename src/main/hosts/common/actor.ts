/** Who acts, for the history: the user of the operating system and the way in. */
import { userInfo } from 'node:os';

export function actorOf(host: 'window' | 'web console' | 'command line' | 'completions API') {
  return `${userName()} (${host})`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
