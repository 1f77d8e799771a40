/** Which messages of Electron come from our own window. */

/** Scheme and host of the window's pages: a stable origin for storage, policy, and the check below. */
export const scheme = 'examdesk';
export const windowOrigin = `${scheme}://console`;
export const windowUrl = `${windowOrigin}/`;

/** The parts of an IpcMainEvent that say who sent it. */
export interface SentMessage {
  readonly sender: { readonly id: number };
  /** Null where the frame has gone or navigated meanwhile. */
  readonly senderFrame: { readonly origin: string; readonly parent: unknown } | null;
}

/** True for the top frame of our own window while it shows our own pages; nothing else is heard. */
export function isOurFrame(message: SentMessage, windowId: number): boolean {
  const { sender, senderFrame } = message;
  return (
    sender.id === windowId &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.origin === windowOrigin
  );
}

/** Where a link may lead: out to the system's browser over https, or nowhere. */
export function isOutsideLink(address: string): boolean {
  try {
    return new URL(address).protocol === 'https:';
  } catch {
    return false;
  }
}

/** True for the pages of the window itself. */
export function isOwnPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return `${protocol}//${host}` === windowOrigin;
  } catch {
    return false;
  }
}

/** The parts of a navigation's details that are used. */
export interface Navigation {
  readonly url: string;
  readonly isMainFrame: boolean;
  readonly isSameDocument: boolean;
}

/** True where another load of our own page begins. One that leads elsewhere is announced too, and then refused. */
export const startsPage = ({ url, isMainFrame, isSameDocument }: Navigation): boolean =>
  isMainFrame && !isSameDocument && isOwnPage(url);
