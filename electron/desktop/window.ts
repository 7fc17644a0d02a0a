import { BrowserWindow, nativeTheme, screen, type Session } from 'electron';
import { APP_START } from './app-scheme';
import type { WindowState } from './window-state';

/** Height of the title bar that the renderer draws without its lower line, in CSS pixels at 100 %. */
const TITLE_BAR = 35;
/** The title bar's colour until the page has named its own: --bg-chrome of both themes. */
const CHROME = { light: '#dde0e3', dark: '#121518' } as const;

/** The window's buttons over a title bar of this colour (#rrggbb). */
function overlay(color: string): { color: string; symbolColor: string; height: number } {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const [red = 0, green = 0, blue = 0] = channels;
  const isLight = 0.299 * red + 0.587 * green + 0.114 * blue > 128;
  return { color, symbolColor: isLight ? '#40474e' : '#bac2c9', height: TITLE_BAR };
}

/** Lets the buttons follow the page's `<meta name="theme-color">`, so that a change of theme needs no message of its own. */
function followThemeColor(window: BrowserWindow, platform: NodeJS.Platform): void {
  if (platform === 'darwin') return;
  window.webContents.on('did-change-theme-color', (_event, color) => {
    if (color !== null && /^#[0-9a-f]{6}/i.test(color)) window.setTitleBarOverlay(overlay(color.slice(0, 7)));
  });
}

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
  const { width, height } = screen.getPrimaryDisplay().workAreaSize;
  if (!bounds) return { width: Math.min(1440, width), height: Math.min(900, height) };
  const visible = screen.getAllDisplays().some(({ workArea }) => bounds.x < workArea.x + workArea.width - 80 && bounds.x + bounds.width > workArea.x + 80 && bounds.y >= workArea.y - 10 && bounds.y < workArea.y + workArea.height - 80);
  return visible ? { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height } : { width: bounds.width, height: bounds.height };
}

/**
 * Opens the application's one window. The renderer draws the title bar; the system draws the window's buttons over it,
 * so the page needs no say over the window.
 */
export function openWindow({ session, preload, icon, title, state }: WindowOptions): BrowserWindow {
  const chrome = nativeTheme.shouldUseDarkColors ? CHROME.dark : CHROME.light;
  const window = new BrowserWindow({
    ...placeOf(state),
    minWidth: 640,
    minHeight: 400,
    show: false,
    title,
    icon,
    backgroundColor: chrome,
    titleBarStyle: 'hidden',
    titleBarOverlay: overlay(chrome),
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
  // The menu's keys work all the same.
  window.setMenuBarVisibility(false);
  state.follow(window);
  followThemeColor(window, process.platform);
  window.loadURL(APP_START).catch((error: unknown) => {
    // A page that fails to load has no screen of its own to say so on; the title is what is left.
    if (!window.isDestroyed()) {
      window.setTitle(`${title}: the window's page could not be loaded (${String(error)})`);
      window.show();
    }
  });
  return window;
}
