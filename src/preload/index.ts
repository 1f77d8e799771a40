/** The whole bridge between the page and the program under Electron: one raw pipe for frames. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('examdesk', {
  send: (frame: unknown) => ipcRenderer.send('frame', frame),
  onFrame: (listener: (frame: unknown) => void) => {
    const hear = (_event: unknown, frame: unknown) => listener(frame);
    ipcRenderer.on('frame', hear);
    return () => {
      ipcRenderer.off('frame', hear);
    };
  },
  /** The program ends before its window does only when it closes: then it says so on `closed`. */
  onClose: (listener: () => void) => {
    ipcRenderer.on('closed', listener);
    return () => {
      ipcRenderer.off('closed', listener);
    };
  },
});
