import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { APP_ORIGIN } from './app-scheme';

/**
 * True for a message from the main frame of a window that shows our own scheme. A frame that navigated away, a subframe,
 * a developer tool or a frame that is already gone gets no answer.
 */
export function isOwnMainFrame(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  if (frame === null || frame.parent !== null || frame !== event.sender.mainFrame) return false;
  return frame.url === APP_ORIGIN || frame.url.startsWith(`${APP_ORIGIN}/`);
}
