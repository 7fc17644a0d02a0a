import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useApp } from '../../app/app-context';
import { useLive } from '../../client/client-context';
import { useStore, useStorePart } from '../../client/store';
import { Button } from '../../components/button/button';
import { Segmented } from '../../components/field/segmented';
import { TextField } from '../../components/field/text-field';
import { formatClockMs } from '../../components/format/time';
import { Icon } from '../../components/icon';
import { EmptyState } from '../../components/note/empty-state';
import { filterLog, logText, type LogLevel } from './log-filter';
import './log.css';

const rowHeights = { compact: 24, comfortable: 28, gloves: 40 } as const;

/** Events with their time, newest below; follows the end until it is scrolled away from. */
export function LogPanel() {
  const app = useApp();
  const entries = useStore(useLive().log);
  const density = useStorePart(app.appearance.settings, (settings) => settings.density);
  const [level, setLevel] = useState<LogLevel>('all');
  const [filter, setFilter] = useState('');
  const [follows, setFollows] = useState(true);
  const ref = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => filterLog(entries, level, filter), [entries, level, filter]);
  const height = rowHeights[density];
  const [rest, setRest] = useState(0);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised over it
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => ref.current, estimateSize: () => height, overscan: 10, paddingEnd: rest });
  // At the end of the log the first row shows whole: what is left of the pane's height stays free below the last.
  const pane = virtual.scrollRect?.height ?? 0;
  const wanted = pane > 0 && shown.length * height > pane ? pane % height : 0;
  if (wanted !== rest) setRest(wanted);
  const last = shown.length - 1;
  useEffect(() => {
    if (follows && last >= 0) virtual.scrollToOffset(Number.MAX_SAFE_INTEGER);
  }, [follows, last, height, rest, virtual]);

  const copy = (): void => void app.attempt('The log could not be copied', () => navigator.clipboard.writeText(logText(shown)));

  return (
    <div className="log">
      <div className="tools">
        <TextField label="Filter the log" hiddenLabel icon="filter" placeholder="Filter" width={22} value={filter} onChange={setFilter} />
        <Segmented
          label="Level"
          value={level}
          onChange={setLevel}
          choices={[
            { value: 'all', label: 'All' },
            { value: 'warning', label: 'Warnings' },
            { value: 'error', label: 'Errors' },
          ]}
        />
        <span className="grow" />
        {follows ? null : (
          <Button onClick={() => setFollows(true)} icon="down">
            To the newest
          </Button>
        )}
        <Button variant="quiet" onClick={copy} offReason={shown.length === 0 ? 'There is nothing to copy' : ''}>
          Copy {shown.length === entries.length ? 'all' : 'these'}
        </Button>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={entries.length === 0 ? 'Nothing has happened yet' : 'No entry fits'}>
          {entries.length === 0 ? 'Connections, edits, writes and failures are noted here.' : 'Clear the filter, or choose All.'}
        </EmptyState>
      ) : (
        <div
          ref={ref}
          className="log-rows"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
          tabIndex={0}
          role="log"
          aria-label="Log"
          aria-live="off"
          onScroll={(event) => {
            const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
            setFollows(scrollHeight - scrollTop - clientHeight < height);
          }}
        >
          <div className="log-space" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const entry = shown[item.index];
              if (!entry) return null;
              return (
                <div key={entry.seq} className="log-row" style={{ transform: `translateY(${item.start}px)`, height }}>
                  <span className="log-time">{formatClockMs(entry.time)}</span>
                  <span className={entry.level === 'error' ? 'log-level text-bad' : entry.level === 'warning' ? 'log-level text-uncertain' : 'log-level'}>
                    {entry.level === 'info' ? null : <Icon name={entry.level === 'error' ? 'q-bad' : 'q-unc'} size="s" />}
                    {entry.level === 'error' ? 'Error' : entry.level === 'warning' ? 'Warning' : ''}
                  </span>
                  {entry.deviceId === null ? (
                    <span className="log-source ell">{entry.source}</span>
                  ) : (
                    <button type="button" className="link log-source ell" onClick={() => entry.deviceId !== null && app.workspace.select({ kind: 'device', deviceId: entry.deviceId })}>
                      {entry.source}
                    </button>
                  )}
                  <span className="ell" title={entry.message}>
                    {entry.message}
                    {entry.errorId === null ? null : <span className="dim"> {entry.errorId}</span>}
                  </span>
                </div>
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}
