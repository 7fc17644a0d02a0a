import { Command } from 'cmdk';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useApp, useCommandVersion, useNumberFormat } from '../../app/app-context';
import { showKeys } from '../../app/commands/keys';
import { useOpenProject, useSample, useSamples } from '../../client/hooks';
import { useStore } from '../../client/store';
import { counted, formatCount, NO_VALUE } from '../../components/format/number';
import { formatValue } from '../../components/format/value';
import { Icon, type IconName } from '../../components/icon';
import { KeyHint } from '../../components/key-hint';
import { deviceIcon } from '../devices/device-icon';
import { best, fit, pointsOf, wordsOf, type FoundPoint } from './find-entries';
import './palette.css';

interface Entry {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

/** Points, devices, documents and commands in one list. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const open = useOpenProject();
  useCommandVersion();
  const format = useNumberFormat();
  const [query, setQuery] = useState('');
  const before = useRef(document.activeElement);
  const protocols = useStore(app.session.protocols);
  const project = open?.project ?? null;
  const words = useMemo(() => wordsOf(query), [query]);

  useEffect(() => {
    const element = before.current;
    return () => {
      if (element instanceof HTMLElement && document.activeElement === document.body) element.focus();
    };
  }, []);

  const points = useMemo(
    () => (project && words.length > 0 ? best(pointsOf(project), ({ device, point }) => fit(`${device.deviceId} ${point.name}`, words)) : { items: [], total: 0 }),
    [project, words],
  );
  useSamples(points.items.map(({ point }) => point.id));

  const things = useMemo((): { items: readonly Entry[]; total: number } => {
    if (!project) return { items: [], total: 0 };
    const kinds = [...app.features.documents.values()];
    const entries = project.devices.flatMap((device): Entry[] => [
      {
        id: `device:${device.id}`,
        icon: deviceIcon(device, protocols.find(({ name }) => name === device.protocol)),
        title: device.deviceId,
        detail: device.description,
        run: () => {
          app.workspace.openScreen('devices');
          app.workspace.select({ kind: 'device', deviceId: device.id });
        },
      },
      ...kinds.flatMap((kind): Entry[] => {
        const listed = kind.forDevice?.(device, protocols);
        return listed ? [{ id: `${kind.kind}:${device.id}`, icon: kind.icon, title: listed.title, detail: device.description, run: () => app.workspace.open({ kind: kind.kind, id: device.id }) }] : [];
      }),
    ]);
    const trends = project.trends.map((trend): Entry => ({ id: `trend:${trend.id}`, icon: 'chart', title: trend.name, detail: `trend, ${counted(trend.pens.length, 'pen')}`, run: () => app.workspace.open({ kind: 'trend', id: trend.id }) }));
    return best([...entries, ...trends], (entry) => fit(`${entry.title} ${entry.detail}`, words), words.length === 0 ? 6 : 8);
  }, [app, project, protocols, words]);

  const commands = ((): { items: readonly Entry[]; total: number } => {
    const entries = app.commands
      .all()
      .filter((command) => command.hidden !== true && command.id !== 'palette.open')
      .map((command): Entry & { readonly off: boolean } => {
        const keys = app.commands.keysOf(command);
        const off = app.commands.offReason(command);
        return { id: command.id, icon: command.icon ?? 'aright', title: command.title, detail: off || (command.menu ?? ''), keys: keys === undefined ? undefined : showKeys(keys), off: off !== '', run: () => app.commands.run(command) };
      });
    return best(entries, (entry) => {
      const score = fit(`${entry.title} ${entry.id}`, words);
      return score === null ? null : score + (entry.off ? 1000 : 0);
    }, words.length === 0 ? 10 : 8);
  })();

  const total = points.total + things.total + commands.total;
  const choose = (run: () => void) => () => {
    onClose();
    run();
  };
  const pointChosen = ({ device, point }: FoundPoint): void => {
    app.workspace.open({ kind: 'register-map', id: device.id });
    app.workspace.select({ kind: 'points', deviceId: device.id, pointIds: [point.id] });
  };

  return (
    <div className="dialog-scrim palette-scrim" onPointerDown={(event) => (event.target === event.currentTarget ? onClose() : undefined)}>
      <div
        role="dialog"
        aria-modal="true"
        aria-label="Find anything"
        className="palette"
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && !(event.key.toLowerCase() === 'k' && event.ctrlKey)) return;
          event.preventDefault();
          event.stopPropagation();
          onClose();
        }}
      >
        <Command label="Find a point or command" shouldFilter={false} loop>
          <div className="palette-input">
            <Icon name="search" />
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type */}
            <Command.Input autoFocus value={query} onValueChange={setQuery} placeholder="Find a point or command" maxLength={200} />
            <span className="dim">{query === '' ? '' : total === 1 ? '1 match' : `${formatCount(total, format)} matches`}</span>
          </div>
          {total === 0 ? <p className="palette-empty" role="status">Nothing has “{query}” in its name.</p> : null}
          <Command.List className="palette-list" hidden={total === 0}>
            {points.items.length === 0 ? null : (
              <Command.Group heading="Points">
                {points.items.map((found) => (
                  <Command.Item key={found.point.id} value={`point:${found.point.id}`} onSelect={choose(() => pointChosen(found))}>
                    <Icon name="var" />
                    <span className="ell">
                      {found.device.deviceId} {found.point.name}
                    </span>
                    <PointValue found={found} />
                    <span className="key-hint palette-enter">Enter</span>
                  </Command.Item>
                ))}
              </Command.Group>
            )}
            <EntryGroup heading="Commands" entries={commands.items} choose={choose} />
            <EntryGroup heading="Devices and documents" entries={things.items} choose={choose} />
          </Command.List>
        </Command>
      </div>
    </div>
  );
}

function EntryGroup({ heading, entries, choose }: { readonly heading: string; readonly entries: readonly Entry[]; readonly choose: (run: () => void) => () => void }) {
  if (entries.length === 0) return null;
  return (
    <Command.Group heading={heading}>
      {entries.map((entry) => (
        <Command.Item key={entry.id} value={entry.id} onSelect={choose(entry.run)}>
          <Icon name={entry.icon} />
          <span className="ell palette-title">{entry.title}</span>
          <span className="palette-detail ell">{entry.detail}</span>
          {entry.keys === undefined ? <span className="key-hint palette-enter">Enter</span> : <KeyHint keys={entry.keys} />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function PointValue({ found }: { readonly found: FoundPoint }) {
  const sample = useSample(found.point.id);
  const format = useNumberFormat();
  const bad = !sample || sample.quality.level === 'bad';
  return <span className="palette-detail ell">{bad ? `${NO_VALUE}${sample ? `, ${sample.quality.reason}` : ''}` : `${formatValue(sample.value, found.point, format)} ${found.point.unit}`}</span>;
}
