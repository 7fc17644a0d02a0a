import { menuNames, type CommandRegistry, type MenuName } from './command-registry';
import type { TabKey } from './tab-key';

/** A command as the settings list it. */
export interface KeyedCommand {
  readonly id: string;
  readonly title: string;
  readonly menu: MenuName | null;
  /** Its keys where this window runs. */
  readonly keys: string | undefined;
  /** What the product gives it, as commands write it. */
  readonly given: string | undefined;
  /** True when the person changed it. */
  readonly changed: boolean;
}

/** Every command that keys can be given to, those of tabs that are not open among them; in the order of the menus. */
export function keyedCommands(registry: CommandRegistry, tabKeys: readonly TabKey[]): readonly KeyedCommand[] {
  const present = registry.all();
  const ids = new Set(present.map(({ id }) => id));
  const commands = [...present, ...tabKeys.filter(({ id }) => !ids.has(id)).map((key) => ({ ...key, hidden: false }))];
  const titles = new Map(tabKeys.map(({ id, title }) => [id, title] as const));
  const bindings = registry.bindings.get();
  const order = (menu: string | null): number => (menu === null ? menuNames.length : menuNames.findIndex((name) => name === menu));
  return commands
    .filter(({ hidden, keys }) => hidden !== true || keys !== undefined)
    // A tab names its device in its titles; here they stand for every device.
    .map(({ id, title, menu = null, keys }) => ({ id, title: titles.get(id) ?? title, menu, keys: registry.keysOf({ id, keys }), given: keys, changed: id in bindings }))
    .sort((a, b) => order(a.menu) - order(b.menu));
}

/** The other command that has a chord; undefined when none has. */
export function clashOf(commands: readonly KeyedCommand[], id: string, chord: string): KeyedCommand | undefined {
  return commands.find((command) => command.id !== id && command.keys === chord);
}
