import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import type { FrameRow } from '../../../shared/contract/frames';
import type { Command } from '../../app/commands/command-registry';
import type { DocumentProps } from '../../app/feature';
import { useApp, useCommands, useKeysOf, useViewState } from '../../app/app-context';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { Store, useStore } from '../../client/store';
import { Button } from '../../components/button/button';
import { counted, formatCount } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { NO_SELECTION, selectOnly, type Selection } from '../../components/grid/selection-model';
import { spacedHex } from '../../components/octets/octet-text';
import { Splitter } from '../../components/splitter/splitter';
import { filterFrames, frameFilterSchema, isFiltered, NO_FILTER } from './frame-filter';
import { FrameFeed } from './frame-feed';
import { FrameGrid } from './frame-grid';
import { FramePane } from './frame-pane';
import { saveCapture } from './save-capture';
import { TrafficTools } from './traffic-tools';
import { TRAFFIC_TAB_KEYS } from './traffic-tab-keys';
import { useFrameNames } from './use-frame-names';
import { ALL_SOURCES, testOf, useHiddenSources } from './traffic-view';
import './traffic.css';

const sizesSchema = z.object({ detail: z.number().min(80).max(1600), tree: z.number().min(200).max(900) });
const NO_SOURCES: ReadonlySet<string> = new Set();

/** The frames of all sources, of one, or of one device: as they come, and the chosen one taken apart. */
export function TrafficDocument({ document, active }: DocumentProps) {
  const app = useApp();
  const project = useOpenProject()?.project;
  const [kept, setFilter] = useViewState(document, 'filter', frameFilterSchema, NO_FILTER);
  const [sizes, setSizes] = useViewState(document, 'sizes', sizesSchema, { detail: 300, tree: 400 });
  const [hiddenSources] = useHiddenSources();
  const device = project?.devices.find(({ id }) => id === document.id);
  const isAll = document.id === ALL_SOURCES;
  const sourceId = isAll ? null : (device?.lineId ?? testOf(document.id) ?? document.id);
  const filter = useMemo(() => (device === undefined ? kept : { ...kept, deviceId: device.id }), [kept, device]);

  const feed = useFrameFeed(sourceId);
  const rows = useStore(feed.rows);
  const state = useStore(feed.state);
  const names = useFrameNames(state?.sources);
  const missed = useStore(feed.missed);
  const paused = useStore(feed.paused);
  const [follows, setFollows] = useState(true);
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const filterField = useRef<HTMLInputElement>(null);
  const hidden = useMemo(() => (isAll ? new Set(hiddenSources) : NO_SOURCES), [isAll, hiddenSources]);
  const shown = useMemo(() => filterFrames(rows, filter, hidden, names), [rows, filter, hidden, names]);
  const chosen = selection.focus === null ? null : Number(selection.focus);
  const { data, error } = useProcedure('frames.get', chosen === null ? null : { seq: chosen });
  const detail = data !== undefined && data.row.seq === chosen ? data : undefined;

  const follow = (on: boolean): void => {
    setFollows(on);
    feed.setReading(!on);
  };
  const jump = useCallback(
    (seq: number): void => {
      if (!shown.some((row) => row.seq === seq)) {
        app.notify({ id: 'frame-hidden', kind: 'plain', title: `Frame ${formatCount(seq)} does not show`, detail: 'The filter leaves it out, or it is older than the list. Clear the filter to go there.' });
        return;
      }
      setFollows(false);
      feed.setReading(true);
      setSelection((before) => selectOnly(before, String(seq)));
    },
    [app, feed, shown],
  );
  const copy = useCallback((hex: string): void => void app.attempt('The octets could not be copied', () => navigator.clipboard.writeText(hex)), [app]);
  const copyChosen = (): void => {
    if (detail !== undefined) copy(spacedHex(detail.octets));
  };
  const target = detail === undefined ? null : (detail.row.answers ?? detail.answeredBy);
  const jumpKeys = useKeysOf('frames.jump');
  // Commands that change with each row would be registered anew each time.
  const [now] = useState(() => new Store({ jump, target }));
  useEffect(() => now.set({ jump, target }), [now, jump, target]);
  const commands = useMemo((): readonly Command[] => {
    const [filterKey, pauseKey, jumpKey] = TRAFFIC_TAB_KEYS;
    return [
      { ...filterKey, group: 'frames', icon: 'filter', run: () => filterField.current?.focus() },
      { ...pauseKey, group: 'frames', checked: () => feed.paused.get(), run: () => feed.setPaused(!feed.paused.get()) },
      {
        ...jumpKey,
        group: 'frames',
        offReason: () => (now.get().target === null ? 'The chosen frame has no answer and answers none' : ''),
        run: () => {
          const { jump: go, target: to } = now.get();
          if (to !== null) go(to);
        },
      },
    ];
  }, [feed, now]);
  useCommands(active ? commands : null);

  const several = state?.sources.some(({ kind }) => kind !== 'line') === true;
  const recording = state?.recording === true;
  const devicesHere = isAll ? (project?.devices ?? []) : (project?.devices.filter((each) => each.lineId === sourceId) ?? []);
  const clear = (): void => void app.attempt('The frames could not be forgotten', () => app.client.call('frames.clear', {}));
  return (
    <div className="traffic">
      <TrafficTools
        filter={filter}
        onFilter={setFilter}
        filterField={filterField}
        devices={device === undefined ? devicesHere : []}
        recording={recording}
        onToggle={() => app.commands.runById('traffic.toggle')}
        toggleKeys={useKeysOf('traffic.toggle')}
        paused={paused}
        onPause={() => feed.setPaused(!paused)}
        count={rows.length}
        onSave={() => void saveCapture(app, sourceId === null ? null : [sourceId], device === undefined ? null : filterFrames(rows, { ...NO_FILTER, deviceId: device.id }, NO_SOURCES, names).map(({ seq }) => seq))}
        onSaveShown={() => void saveCapture(app, sourceId === null ? null : [sourceId], shown.map(({ seq }) => seq))}
        onClear={clear}
        onDecode={() => app.commands.runById('traffic.decode')}
      />
      <FrameGrid
        label={isAll ? 'Frames of all sources' : `Frames of ${device?.deviceId ?? 'the source'}`}
        rows={shown}
        names={names}
        sources={isAll && several}
        peers={several && (isAll || rows.some(({ peer }) => peer !== ''))}
        selection={selection}
        onSelection={(next) => {
          if (next.focus !== selection.focus) follow(false);
          setSelection(next);
        }}
        follow={{ on: follows && !paused, onChange: follow }}
        onCopy={copyChosen}
        onOpenDevice={(row) => openDevice(row)}
        empty={<NoFrames recording={recording} held={rows.length} filtered={isFiltered(filter) || hidden.size > 0} onClear={() => setFilter(NO_FILTER)} />}
      />
      <p className="traffic-status" aria-live="off">
        {[shown.length === rows.length ? counted(rows.length, 'frame') : `${formatCount(shown.length)} of ${counted(rows.length, 'frame')}`, paused ? 'held still: frames go on being captured' : recording ? (follows ? 'following the newest' : 'capturing') : 'not capturing', ...(missed > 0 ? [`${formatCount(missed)} came too fast for this list`] : [])].join(', ')}
        {!follows && !paused && rows.length > 0 ? (
          <button type="button" className="link" onClick={() => follow(true)}>
            To the newest
          </button>
        ) : null}
      </p>
      {chosen === null ? null : (
        <>
          <Splitter label="Height of the chosen frame" orientation="horizontal" size={sizes.detail} minimum={120} maximum={900} reversed onResize={(height) => setSizes({ ...sizes, detail: height })} />
          <section className="traffic-detail" style={{ height: sizes.detail }} aria-label="The chosen frame">
            {detail !== undefined ? (
              <FramePane detail={detail} treeWidth={sizes.tree} onTreeWidth={(width) => setSizes({ ...sizes, tree: width })} onJump={jump} onCopy={copy} jumpKeys={jumpKeys} />
            ) : error === undefined ? null : (
              <EmptyState title={`Frame ${formatCount(chosen)} can't be shown`}>{error.message}</EmptyState>
            )}
          </section>
        </>
      )}
    </div>
  );

  function openDevice(row: FrameRow): void {
    if (row.deviceId === null) return;
    app.workspace.select({ kind: 'device', deviceId: row.deviceId });
    app.commands.runById('device.open');
  }
}

function useFrameFeed(sourceId: string | null): FrameFeed {
  const { client } = useApp();
  const feed = useMemo(() => new FrameFeed(client, sourceId === null ? null : [sourceId]), [client, sourceId]);
  useEffect(() => {
    feed.open();
    return () => feed.close();
  }, [feed]);
  return feed;
}

/** Why there are no rows, and what brings some. */
function NoFrames({ recording, held, filtered, onClear }: { readonly recording: boolean; readonly held: number; readonly filtered: boolean; readonly onClear: () => void }) {
  const { commands } = useApp();
  const keys = useKeysOf('traffic.toggle');
  if (held > 0 && filtered) {
    return (
      <EmptyState title="No frame fits" actions={<Button onClick={onClear}>Clear the filter</Button>}>
        {`${counted(held, 'frame')} ${held === 1 ? 'is' : 'are'} held; the filter leaves out all of them.`}
      </EmptyState>
    );
  }
  if (recording) return <EmptyState title="Waiting for frames">Each frame stands here as it comes. There are none while no device is connected and polled and no simulator is asked.</EmptyState>;
  return (
    <EmptyState
      title="No frames were captured"
      actions={
        <>
          <Button icon="rec" keys={keys} onClick={() => commands.runById('traffic.toggle')}>
            Start capture
          </Button>
          <Button onClick={() => commands.runById('traffic.decode')}>Decode octets</Button>
        </>
      }
    >
      A capture keeps the newest frames of each line and each simulator until it is stopped or the project is closed; those of connection tests are kept without it. Octets from elsewhere can be pasted and taken apart.
    </EmptyState>
  );
}
