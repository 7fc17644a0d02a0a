import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { z } from 'zod';
import { useStore, useStorePart } from '../client/store';
import type { AppServices } from './app-services';
import type { Command } from './commands/command-registry';
import { showKeys } from './commands/keys';
import { documentKey, type WorkDocument } from './workspace/layout';

export const AppContext = createContext<AppServices | null>(null);

/** Workspace, commands, dialogs, notices, appearance, preferences. */
export function useApp(): AppServices {
  const app = useContext(AppContext);
  if (!app) throw new Error('A screen was drawn outside of the app.');
  return app;
}

export function useWorkspace() {
  const { workspace } = useApp();
  return { workspace, state: useStore(workspace.state) };
}

export function useSelection() {
  return useStorePart(useApp().workspace.state, (state) => state.selection);
}

export function useNumberFormat() {
  return useStorePart(useApp().appearance.settings, (settings) => settings.numberFormat);
}

/**
 * Commands that are there while a component is, such as those of the tab that has the keyboard.
 * @param commands made with `useMemo`; null registers none (the tab is not active)
 */
export function useCommands(commands: readonly Command[] | null): void {
  const { commands: registry } = useApp();
  useEffect(() => (commands === null ? undefined : registry.register(commands)), [registry, commands]);
}

/** The keys of a command as they are shown beside what it does; undefined when it has none. */
export function useKeysOf(id: string): string | undefined {
  const { commands, features } = useApp();
  useCommandVersion();
  const command = commands.get(id) ?? features.tabKeys.find((key) => key.id === id);
  const keys = command && commands.keysOf(command);
  return keys === undefined ? undefined : showKeys(keys);
}

/** Renders again when commands come or go, or keys change. */
export function useCommandVersion(): number {
  return useStore(useApp().commands.version);
}

/** State that a document keeps over closing the project: filter, columns, scroll. `schema` checks what was kept. */
export function useViewState<S extends z.ZodType<z.core.util.JSONType>>(
  document: WorkDocument,
  name: string,
  schema: S,
  initial: z.output<S>,
): [z.output<S>, (next: z.output<S>) => void] {
  const { workspace } = useApp();
  const key = `${documentKey(document)}/${name}`;
  const kept = useMemo(() => schema.safeParse(workspace.viewStates.get(key)), [workspace, key, schema]);
  const [value, setValue] = useState<z.output<S>>(kept.success ? kept.data : initial);
  return [
    value,
    (next) => {
      workspace.viewStates.set(key, next);
      workspace.viewStateChanged();
      setValue(next);
    },
  ];
}
