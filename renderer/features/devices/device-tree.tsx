import { useMemo, useState } from 'react';
import { useApp, useKeysOf, useSelection } from '../../app/app-context';
import { menuItem } from '../../app/frame/menu-items';
import { useLive } from '../../client/client-context';
import { useOpenProject } from '../../client/hooks';
import { useAllKeyed, useStore } from '../../client/store';
import { Button, IconButton } from '../../components/button/button';
import { TextField } from '../../components/field/text-field';
import { formatShare } from '../../components/format/number';
import { Icon } from '../../components/icon';
import { StateMark } from '../../components/marks/state-mark';
import { Menu } from '../../components/menu/menu';
import { MenuButton } from '../../components/menu/menu-button';
import { EmptyState } from '../../components/note/empty-state';
import { Tree, type TreeRow } from '../../components/tree/tree';
import { deviceIcon, lineIcon } from './device-icon';
import './devices.css';
import { lineBranches, type LineBranch } from './tree-rows';

const DEVICE_MENU = ['device.open', 'device.edit', 'device.diagnostics', 'device.traffic', 'device.connect', 'device.disconnect', 'device.readNow', 'device.duplicate', 'device.remove'];
const MORE_MENU = ['device.add', 'device.connectAll', 'device.disconnectAll', 'points.import'];

/** The devices by line: name, round trip or trouble. */
export function DeviceTree() {
  const { workspace, commands, session } = useApp();
  const live = useLive();
  const open = useOpenProject();
  const statuses = useAllKeyed(live.devices);
  const lines = useAllKeyed(live.lines);
  const protocols = useStore(session.protocols);
  const selection = useSelection();
  const [filter, setFilter] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const project = open?.project;

  const branches = useMemo(
    () =>
      project
        ? lineBranches(project, new Map(statuses.map((status) => [status.deviceId, status] as const)), new Map(lines.map((line) => [line.lineId, line] as const)), filter)
        : [],
    [project, statuses, lines, filter],
  );
  const byDevice = useMemo(() => new Map(statuses.map((status) => [status.deviceId, status] as const)), [statuses]);
  const deviceIds = useMemo(() => new Set(project?.devices.map((device) => device.id)), [project]);

  const rows: TreeRow[] = branches.flatMap((branch) => {
    const protocol = protocols.find(({ name }) => name === branch.line.protocol);
    const expanded = filter !== '' || !closed.has(branch.line.id);
    const head: TreeRow = { id: branch.line.id, level: 0, name: branch.line.name, icon: lineIcon(branch.line, protocol), group: true, expanded, mark: <LineMark branch={branch} /> };
    if (!expanded) return [head];
    return [
      head,
      ...branch.devices.map((device): TreeRow => ({
        id: device.id,
        level: 1,
        name: device.deviceId,
        description: device.description,
        icon: deviceIcon(device, protocol),
        off: !device.enabled,
        mark: <StateMark status={byDevice.get(device.id)} />,
      })),
    ];
  });

  const connectKeys = useKeysOf('device.connectOne');
  const selected = selection?.kind === 'line' ? selection.lineId : selection?.kind === 'device' || selection?.kind === 'points' ? selection.deviceId : null;
  const select = (id: string): void => workspace.select(deviceIds.has(id) ? { kind: 'device', deviceId: id } : { kind: 'line', lineId: id });
  const items = (ids: readonly string[]) => ids.flatMap((id) => commands.get(id) ?? []).map((command) => menuItem(commands, command));

  return (
    <>
      <div className="pane-head">
        Devices
        <span className="grow" />
        <IconButton icon="plus" label="Add a device" keys={connectKeys} onClick={() => commands.runById('device.connectOne')} />
        <MenuButton label="More about devices" icon="more" iconOnly items={() => items(MORE_MENU)} />
      </div>
      <div className="tree-filter">
        <TextField label="Filter devices and points" hiddenLabel icon="filter" placeholder="Filter devices and points" fill type="search" value={filter} onChange={setFilter} />
      </div>
      {project && project.devices.length === 0 ? (
        <EmptyState
          title="No devices yet"
          actions={
            <Button variant="primary" keys={connectKeys} onClick={() => commands.runById('device.connectOne')}>
              Connect one device
            </Button>
          }
        >
          A device is reached by its address on a network or a serial line.
        </EmptyState>
      ) : rows.length === 0 ? (
        <EmptyState title={`Nothing has ${filter} in its name`}>Labels, descriptions and the names of points are looked through.</EmptyState>
      ) : (
        <Tree
          label="Devices by line"
          rows={rows}
          selected={selected}
          onSelect={select}
          onOpen={(id) => {
            if (!deviceIds.has(id)) return;
            select(id);
            commands.runById('device.open');
          }}
          onToggle={(id, expanded) => {
            const next = new Set(closed);
            if (expanded) next.delete(id);
            else next.add(id);
            setClosed(next);
          }}
          onMenu={(id, at) => {
            select(id);
            if (deviceIds.has(id)) setMenu(at);
          }}
        />
      )}
      {menu ? <Menu label="Device" items={items(DEVICE_MENU)} at={menu} onClose={() => setMenu(null)} /> : null}
    </>
  );
}

function LineMark({ branch }: { readonly branch: LineBranch }) {
  if (branch.wanted === 0) return <span className="state">off</span>;
  const count = `${branch.connected}/${branch.wanted}`;
  if (branch.worst === 0) return <span className="state">{branch.load !== null && branch.load >= 0.5 ? `load ${formatShare(branch.load)}` : count}</span>;
  return (
    <span className={branch.worst === 2 ? 'state state-bad' : 'state state-uncertain'}>
      <Icon name={branch.worst === 2 ? 'q-bad' : 'q-unc'} size="s" />
      {count}
    </span>
  );
}
