import { useOpenProject } from '../../client/hooks';
import { useStore } from '../../client/store';
import { Icon } from '../../components/icon';
import type { MenuItem } from '../../components/menu/menu';
import { MenuButton } from '../../components/menu/menu-button';
import { Tag } from '../../components/marks/tag';
import { useApp } from '../app-context';
import { Swatch } from './swatch';

/** Tenant and project, always in sight while a project is open; a click offers the others. */
export function PlaceSwitcher() {
  const app = useApp();
  const tenants = useStore(app.session.tenants);
  const tenantId = useStore(app.client.tenantId);
  const open = useOpenProject();
  const tenant = tenants.find((one) => one.id === tenantId);
  if (!open || !tenant) return null;

  const items = (): (MenuItem | null)[] => [
    ...tenants.flatMap((one, at): (MenuItem | null)[] => [
      ...(at > 0 ? [null] : []),
      ...one.projects
        .filter((project) => project.state !== 'newer' && project.state !== 'damaged')
        .map((project) => ({
          id: `${one.id}/${project.id}`,
          label: `${one.name} / ${project.name}`,
          checked: one.id === tenant.id && project.id === open.project.id,
          onSelect: () => void app.attempt(`${project.name} could not be opened`, () => app.session.openProject(one.id, project.id)),
        })),
    ]),
    null,
    { id: 'start', label: 'All projects', checked: false, onSelect: () => app.workspace.openScreen('start') },
  ];

  return (
    <MenuButton label="Tenant and project" className="title-place" items={items}>
      <Swatch color={tenant.color} />
      <b className="strong ell">{tenant.name}</b>
      <span className="dim">/</span>
      <span className="ell">{open.project.name}</span>
      {open.project.simulated ? <Tag kind="sim">SIM</Tag> : null}
      {open.readOnly ? <Tag kind="uncertain">Read only</Tag> : null}
      <Icon name="down" size="s" />
    </MenuButton>
  );
}
