import { BrowserWindow, nativeTheme, screen, type Session } from 'electron';
import { APP_START } from './app-scheme';
import type { WindowState } from './window-state';

/** Height of the title bar that the renderer draws, in CSS pixels at 100 %. */
const TITLE_BAR = 36;
/** Legible on the light and on the dark title bar alike: 4.0:1 and 4.3:1. */
const SYMBOLS = '#6f7881';

export interface WindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly icon: string;
  readonly title: string;
  readonly state: WindowState;
}

/** Leaves out a place that no screen shows any more, such as a monitor that was left at the desk. */
function placeOf(state: WindowState): { x?: number; y?: number; width: number; height: number } {
  const bounds = state.load();
  if (!bounds) return { width: 1440, height: 900 };
  const visible = screen.getAllDisplays().some(({ workArea }) => bounds.x < workArea.x + workArea.width - 80 && bounds.x + bounds.width > workArea.x + 80 && bounds.y >= workArea.y - 10 && bounds.y < workArea.y + workArea.height - 80);
  return visible ? { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height } : { width: bounds.width, height: bounds.height };
}

/**
 * Opens the application's one window. The renderer draws the title bar; the system draws the window's buttons over it,
 * so the page needs no say over the window.
 */
export function openWindow({ session, preload, icon, title, state }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...placeOf(state),
    minWidth: 640,
    minHeight: 400,
    show: false,
    title,
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#121518' : '#dde0e3',
    titleBarStyle: 'hidden',
    titleBarOverlay: { color: '#00000000', symbolColor: SYMBOLS, height: TITLE_BAR },
    autoHideMenuBar: true,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (state.load()?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  state.follow(window);
  window.loadURL(APP_START).catch((error: unknown) => {
    // A page that fails to load has no screen of its own to say so on; the title is what is left.
    if (!window.isDestroyed()) {
      window.setTitle(`${title}: the window's page could not be loaded (${String(error)})`);
      window.show();
    }
  });
  return window;
}
