import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The menu that the system needs for its own keys (clipboard on macOS, quit). The product's commands, scaling among them,
 * are in the title bar and the palette that the renderer draws, so on Windows and Linux this one is never shown.
 */
export function setSystemMenu(platform: NodeJS.Platform, development: boolean): void {
  const view: MenuItemConstructorOptions[] = [{ role: 'togglefullscreen' }];
  if (development) view.push({ role: 'reload' }, { role: 'toggleDevTools' });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(platform === 'darwin' ? ([{ role: 'appMenu' }, { role: 'editMenu' }] satisfies MenuItemConstructorOptions[]) : ([{ label: 'File', submenu: [{ role: 'quit' }] }] satisfies MenuItemConstructorOptions[])),
      { label: 'View', submenu: view },
    ]),
  );
}
