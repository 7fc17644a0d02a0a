import { useApp, useNumberFormat } from '../../app/app-context';
import { useLive } from '../../client/client-context';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { useAllKeyed, useStore } from '../../client/store';
import { Switch } from '../../components/field/switch';
import { formatDuration } from '../../components/format/age';
import { formatCount, formatShare } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { TRAFFIC_DOCUMENT, TRAFFIC_SCREEN, useHiddenLines } from './traffic-view';
import './traffic.css';

/** The lines that frames come from, which of them are shown, and how busy each is. */
export function TrafficSide() {
  const app = useApp();
  const numbers = useNumberFormat();
  const project = useOpenProject()?.project;
  const statuses = useAllKeyed(useLive().lines);
  const protocols = useStore(app.session.protocols);
  const [hidden, setHidden] = useHiddenLines();
  const { data } = useProcedure('frames.state', {}, { everyMs: 1000 });
  const lines = project?.lines ?? [];
  const off = new Set(hidden);
  const show = (lineId: string, shown: boolean): void => setHidden(shown ? hidden.filter((id) => id !== lineId) : [...hidden.filter((id) => lines.some((line) => line.id === id)), lineId]);

  return (
    <>
      <div className="pane-head">
        Sources
        <span className="sub">{data?.recording === true ? 'capturing' : 'not capturing'}</span>
      </div>
      {lines.length === 0 ? (
        <EmptyState title="No lines yet">A line comes with the first device on it.</EmptyState>
      ) : (
        <ul className="traffic-sources" aria-label="Lines">
          {lines.map((line) => {
            const status = statuses.find(({ lineId }) => lineId === line.id);
            const held = data?.lines.find(({ lineId }) => lineId === line.id);
            return (
              <li key={line.id}>
                <div className="traffic-source">
                  <Switch label="" name={`Show the frames of ${line.name}`} checked={!off.has(line.id)} onChange={(checked) => show(line.id, checked)} />
                  <button type="button" className="link ell" title={`Show the frames of ${line.name} alone`} onClick={() => app.workspace.open({ kind: TRAFFIC_DOCUMENT, id: line.id }, TRAFFIC_SCREEN)}>
                    {line.name}
                  </button>
                  <span className="dim ell">{protocols.find(({ name }) => name === line.protocol)?.title ?? line.protocol}</span>
                  <span className="grow" />
                  <span className="num">{status === undefined ? '' : `${status.requestsPerSecond.toFixed(1)}/s`}</span>
                </div>
                <p className="dim traffic-figures ell" title="Frames held, load of the line, mean round trip of late">
                  {[`${formatCount(held?.frames ?? 0, numbers)} frames`, ...(status?.load == null ? [] : [`load ${formatShare(status.load)}`]), ...(status?.roundTripMs == null ? [] : [formatDuration(status.roundTripMs)])].join(', ')}
                </p>
              </li>
            );
          })}
        </ul>
      )}
      {hidden.some((id) => lines.some((line) => line.id === id)) ? (
        <p className="traffic-note">
          <button type="button" className="link" onClick={() => setHidden([])}>
            Show all lines
          </button>
        </p>
      ) : null}
      {data === undefined || data.dropped === 0 ? null : <p className="traffic-note dim">{formatCount(data.dropped, numbers)} older frames gave way to newer ones.</p>}
      <p className="traffic-note dim">
        Frames of TLS lines are shown as they are inside. Nothing is kept before the capture is started.
      </p>
    </>
  );
}
