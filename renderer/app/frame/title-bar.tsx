import { useStore } from '../../client/store';
import { Icon } from '../../components/icon';
import { KeyHint } from '../../components/key-hint';
import { MenuButton } from '../../components/menu/menu-button';
import { useApp, useKeysOf } from '../app-context';
import { menuNames } from '../commands/command-registry';
import { menuItems } from './menu-items';
import { PlaceSwitcher } from './place-switcher';

/** Mark, menus, tenant and project, the way to everything. The system draws the window's buttons at its right end. */
export function TitleBar() {
  const { commands, appearance, paletteOpen } = useApp();
  const { below } = useStore(appearance.viewport);
  const narrow = below.includes(1100);
  const findKeys = useKeysOf('palette.open');
  return (
    <header className="title-bar" data-region="Title bar">
      <span className="title-mark">
        <Icon name="mark" size="l" label="ThermaCore Workstation" />
      </span>
      <nav className="title-menus" aria-label="Menu">
        {narrow ? (
          <MenuButton label="Menu" icon="list" iconOnly className="title-menu" items={() => menuNames.flatMap((menu, at) => [...(at > 0 ? [null] : []), ...menuItems(commands, menu)])} />
        ) : (
          menuNames.map((menu) => (
            <MenuButton key={menu} label={menu} className="title-menu" inBar items={() => menuItems(commands, menu)} />
          ))
        )}
      </nav>
      <PlaceSwitcher />
      <span className="grow" />
      <button type="button" className="title-find" onClick={() => paletteOpen.set(true)} aria-haspopup="dialog">
        <Icon name="search" size="s" />
        <span className="grow ell">Find a point or command</span>
        {findKeys === undefined ? null : <KeyHint keys={findKeys} />}
      </button>
    </header>
  );
}
