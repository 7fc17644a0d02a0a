import type { AppServices } from '../app-services';
import { documentKey } from '../workspace/layout';
import type { Command } from './command-registry';

/** Screens, bars, tabs, the way back: commands of the frame itself. */
export function viewCommands(app: AppServices): readonly Command[] {
  const { workspace, appearance, features } = app;
  const bar = (which: 'side' | 'inspector', limit: number): void => {
    const state = workspace.state.get();
    if (appearance.viewport.get().below.includes(limit)) workspace.set({ overlay: state.overlay === which ? null : which });
    else if (which === 'side') workspace.set({ sideVisible: !state.sideVisible });
    else workspace.set({ inspectorVisible: !state.inspectorVisible });
  };
  const noWork = (): string => (features.screen(workspace.state.get().screen)?.layout === 'workspace' && app.live.project.get() ? '' : 'This screen has none');
  const noTab = (): string => (noWork() === '' && workspace.activeDocument() ? '' : 'No tab is open');

  const screens = features.screens.map((screen, at): Command => ({
    id: `screen.${screen.id}`,
    title: `Go to ${screen.title}`,
    menu: 'View',
    group: 'screens',
    icon: screen.icon,
    ...(at < 9 ? { keys: `Ctrl+${at + 1}` } : {}),
    run: () => workspace.openScreen(screen.id),
  }));

  return [
    ...screens,
    { id: 'view.side', title: 'Side panel', menu: 'View', group: 'bars', keys: 'Ctrl+B', checked: () => workspace.state.get().sideVisible, offReason: noWork, run: () => bar('side', 820) },
    { id: 'view.inspector', title: 'Inspector', menu: 'View', group: 'bars', keys: 'Ctrl+I', checked: () => workspace.state.get().inspectorVisible, offReason: noWork, run: () => bar('inspector', 1100) },
    {
      id: 'view.dock',
      title: 'Lower dock',
      menu: 'View',
      group: 'bars',
      keys: 'Ctrl+J',
      checked: () => workspace.state.get().dockVisible,
      offReason: noWork,
      run: () => {
        const { dockVisible, dockMaximized } = workspace.state.get();
        // In a low window the dock is a tab of its own: it takes the whole work area or none of it.
        if (appearance.viewport.get().low) workspace.set(dockMaximized ? { dockMaximized: false } : { dockVisible: true, dockMaximized: true });
        else workspace.set({ dockVisible: !dockVisible, dockMaximized: false });
      },
    },
    ...features.dockPanels.map((panel): Command => ({
      id: `dock.${panel.id}`,
      title: `Show ${panel.title.toLowerCase()}`,
      menu: 'View',
      group: 'dock',
      offReason: noWork,
      run: () => workspace.showDock(panel.id),
    })),
    { id: 'view.splitRight', title: 'Put this tab at the right', menu: 'View', group: 'tabs', offReason: noTab, run: () => workspace.split('right') },
    { id: 'view.splitDown', title: 'Put this tab below', menu: 'View', group: 'tabs', offReason: noTab, run: () => workspace.split('down') },
    { id: 'view.nextTab', title: 'Next tab', menu: 'View', group: 'tabs', keys: 'Ctrl+Tab', offReason: noTab, run: () => workspace.stepTab(1) },
    { id: 'view.previousTab', title: 'Previous tab', menu: 'View', group: 'tabs', keys: 'Ctrl+Shift+Tab', offReason: noTab, run: () => workspace.stepTab(-1) },
    {
      id: 'view.closeTab',
      title: 'Close this tab',
      menu: 'View',
      group: 'tabs',
      keys: 'Ctrl+W',
      offReason: noTab,
      run: () => {
        const document = workspace.activeDocument();
        if (document) workspace.close(document);
      },
    },
    {
      id: 'view.closeOthers',
      title: 'Close the other tabs',
      menu: 'View',
      group: 'tabs',
      offReason: noTab,
      run: () => {
        const shown = workspace.activeDocument();
        const pinned = features.pinned(workspace.state.get().screen).map(documentKey);
        const kept = new Set([...(shown ? [documentKey(shown)] : []), ...pinned]);
        workspace.closeWhere((document) => !kept.has(documentKey(document)));
      },
    },
    { id: 'go.back', title: 'Back', menu: 'View', group: 'way', icon: 'aleft', keys: 'Alt+Left', offReason: () => (workspace.history.get().back > 0 ? '' : 'There is nothing to go back to'), run: () => workspace.back() },
    { id: 'go.forward', title: 'Forward', menu: 'View', group: 'way', icon: 'aright', keys: 'Alt+Right', offReason: () => (workspace.history.get().forward > 0 ? '' : 'There is nothing to go forward to'), run: () => workspace.forward() },
    { id: 'palette.open', title: 'Find anything, any command', menu: 'Tools', icon: 'search', keys: 'Ctrl+K', run: () => app.paletteOpen.update((open) => !open) },
    ...appearanceCommands(app),
  ];
}

function appearanceCommands({ appearance }: AppServices): readonly Command[] {
  const scale = (step: 1 | -1 | 0) => () => appearance.scale(step);
  return [
    { id: 'appearance.theme', title: 'Dark theme', menu: 'View', group: 'look', keys: 'Ctrl+Alt+L', checked: () => appearance.theme() === 'dark', run: () => appearance.toggleTheme() },
    { id: 'appearance.sunlight', title: 'Sunlight: all text at full strength', menu: 'View', group: 'look', checked: () => appearance.settings.get().sunlight, run: () => appearance.change({ sunlight: !appearance.settings.get().sunlight }) },
    { id: 'appearance.density', title: 'Next row height', menu: 'View', group: 'look', keys: 'Ctrl+Alt+D', run: () => appearance.nextDensity() },
    { id: 'appearance.larger', title: 'Larger', menu: 'View', group: 'scale', keys: 'Ctrl+Plus', offReason: () => (appearance.settings.get().scale < 200 ? '' : '200 % is the largest'), run: scale(1) },
    { id: 'appearance.smaller', title: 'Smaller', menu: 'View', group: 'scale', keys: 'Ctrl+Minus', offReason: () => (appearance.settings.get().scale > 100 ? '' : '100 % is the smallest'), run: scale(-1) },
    { id: 'appearance.normal', title: 'Scale 100 %', menu: 'View', group: 'scale', keys: 'Ctrl+0', run: scale(0) },
  ];
}
