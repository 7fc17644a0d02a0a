import { groupBy } from '../../components/group-by';
import type { MenuItem } from '../../components/menu/menu';
import type { Command, CommandRegistry, MenuName } from '../commands/command-registry';
import { showKeys } from '../commands/keys';

/** A command as an item of a menu. */
export function menuItem(registry: CommandRegistry, command: Command): MenuItem {
  const keys = registry.keysOf(command);
  return {
    id: command.id,
    label: command.title,
    icon: command.icon,
    keys: keys === undefined ? undefined : showKeys(keys),
    checked: command.checked?.(),
    offReason: registry.offReason(command),
    onSelect: () => registry.run(command),
  };
}

/** The items of a menu, a line between groups. */
export function menuItems(registry: CommandRegistry, menu: MenuName): (MenuItem | null)[] {
  const commands = registry.all().filter((command) => command.menu === menu && command.hidden !== true);
  const groups = groupBy(commands, (command) => command.group ?? '');
  return [...groups.values()].flatMap((group, at) => [...(at > 0 ? [null] : []), ...group.map((command) => menuItem(registry, command))]);
}
