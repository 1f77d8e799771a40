/** The window under Electron: how it is made, and what its page may never do. */
import { BrowserWindow, type BrowserWindowConstructorOptions, session, shell } from 'electron';
import { isOutsideLink, isOwnPage, startsPage, windowUrl } from './sender.ts';

const options = (preload: string): BrowserWindowConstructorOptions => ({
  title: 'Examdesk',
  width: 1_280,
  height: 860,
  minWidth: 720,
  minHeight: 480,
  // Shown when it has painted, so that nobody sees an empty frame.
  show: false,
  webPreferences: {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
  },
});

/** `onPage` runs before each load of the page, the first one included. */
export async function openWindow(
  preload: string,
  onPage: (window: BrowserWindow) => void,
): Promise<BrowserWindow> {
  const window = new BrowserWindow(options(preload));
  const { webContents } = window;
  webContents.setWindowOpenHandler(({ url }) => {
    if (isOutsideLink(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  webContents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  // The page title of the document would replace the progress in the title bar.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  webContents.on('did-start-navigation', (navigation) => {
    if (startsPage(navigation)) onPage(window);
  });
  await window.loadURL(windowUrl);
  return window;
}

/** The page copies ids to the clipboard; it needs no camera, no position and nothing else that asks. */
export function refusePermissions(): void {
  const allowed = (permission: string) => permission === 'clipboard-sanitized-write';
  const { defaultSession } = session;
  defaultSession.setPermissionCheckHandler((_contents, permission) => allowed(permission));
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowed(permission)),
  );
}
