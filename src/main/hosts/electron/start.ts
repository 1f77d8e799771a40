/** The program on an officer's desk: one window under Electron over the app. */
import { type BrowserWindow, dialog, app as electron, ipcMain, Menu, protocol } from 'electron';
import { AppError } from '../../../shared/errors.ts';
import { actorOf } from '../common/actor.ts';
import { assetHeaders, contentPolicy, readAsset } from '../common/assets.ts';
import { attach, type ServedApp } from '../common/attach.ts';
import { type IpcChannel, ipcChannel } from './ipc-channel.ts';
import { isOwnPage, scheme } from './sender.ts';
import { openWindow, refusePermissions } from './window.ts';
import { followWork } from './work-indicator.ts';

export interface DeskApp extends ServedApp {
  startWork(): Promise<void>;
  close(): Promise<void>;
}

export interface ElectronHostOptions {
  readonly openApp: () => Promise<DeskApp>;
  /** The built window and its preload script. */
  readonly rendererDir: string;
  readonly preload: string;
}

/** Runs until the window is closed and the work in hand has reached its next item. */
export async function startElectronHost(options: ElectronHostOptions): Promise<void> {
  if (!electron.requestSingleInstanceLock()) {
    electron.quit();
    return;
  }
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
  await electron.whenReady();
  let app: DeskApp;
  try {
    app = await options.openApp();
  } catch (cause) {
    dialog.showErrorBox('Examdesk cannot start', AppError.from(cause).message);
    electron.exit(1);
    return;
  }
  servePages(options.rendererDir);
  refusePermissions();
  setMenu();

  let pipe: IpcChannel | undefined;
  const connect = ({ webContents }: BrowserWindow) => {
    const next = ipcChannel(ipcMain, webContents);
    attach(app, next.channel, { actor: actorOf('window'), readOnly: false });
    pipe = next;
  };
  drainBeforeQuit(app, () => pipe?.close());

  const window = await openWindow(options.preload, connect);
  electron.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  electron.on('window-all-closed', () => electron.quit());
  const stopFollowing = followWork(
    (listener) => app.onEvent(listener),
    ({ bar, title }) => {
      window.setProgressBar(bar);
      window.setTitle(title);
    },
  );
  window.once('closed', stopFollowing);
  await app.startWork();
}

/** The pages come over a scheme of their own: a stable origin, where file: would have none. */
function servePages(rendererDir: string): void {
  protocol.handle(scheme, async ({ url, method }) => {
    const asset =
      isOwnPage(url) && method === 'GET'
        ? await readAsset(rendererDir, new URL(url).pathname)
        : undefined;
    return asset
      ? new Response(new Uint8Array(asset.body), { headers: assetHeaders(asset, contentPolicy()) })
      : new Response('There is no such page.', { status: 404 });
  });
}

/** Quitting waits for the store: tasks stop at their next item and go back to the queue. */
function drainBeforeQuit(app: DeskApp, sayGoodbye: () => void): void {
  let draining = false;
  electron.on('before-quit', (event) => {
    event.preventDefault();
    if (draining) return;
    draining = true;
    sayGoodbye();
    app.close().then(
      () => electron.exit(0),
      (cause) => {
        app.reportError(AppError.from(cause), 'window', 'quit');
        electron.exit(1);
      },
    );
  });
}

/** The system's own edit, view and window commands; without them macOS has no copy and paste. */
function setMenu(): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
      { role: 'fileMenu' },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          { role: 'reload' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}
