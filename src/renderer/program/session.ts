/** Signs this window in: the token of the printed address becomes a cookie that scripts cannot read. */
import { AppError } from '../../shared/errors.ts';

export interface SessionSurroundings {
  readonly hash: string;
  readonly post: (path: string, body: string) => Promise<{ readonly ok: boolean }>;
  /** Takes the token out of the address bar and the browser's history. */
  readonly forgetHash: () => void;
}

/** Does nothing where the address carries no token: then an earlier cookie is still good, or the channel is refused. */
export async function signIn({ hash, post, forgetHash }: SessionSurroundings): Promise<void> {
  const token = new URLSearchParams(hash.replace(/^#\/?/, '')).get('token');
  if (!token) return;
  forgetHash();
  const answer = await post('/session', JSON.stringify({ token }));
  if (!answer.ok)
    throw new AppError(
      'forbidden',
      'This address is not valid any more. Each start of Examdesk makes a new one: open the address that it printed last.',
    );
}
