import { useApp, useNumberFormat } from '../../app/app-context';
import { useLive } from '../../client/client-context';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { useAllKeyed, useStore } from '../../client/store';
import { formatDuration } from '../../components/format/age';
import { formatCount, formatShare } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { SourceList, type ListedSource } from './source-list';
import { testDocument, TRAFFIC_DOCUMENT, TRAFFIC_SCREEN, useHiddenSources } from './traffic-view';
import './traffic.css';

/** Where frames come from, which of that is shown, and how busy each source is. */
export function TrafficSide() {
  const app = useApp();
  const numbers = useNumberFormat();
  const project = useOpenProject()?.project;
  const live = useLive();
  const lineStatuses = useAllKeyed(live.lines);
  const simulatorStatuses = useAllKeyed(live.simulators);
  const protocols = useStore(app.session.protocols);
  const [hidden, setHidden] = useHiddenSources();
  const { data } = useProcedure('frames.state', {}, { everyMs: 1000 });
  const titleOf = (protocol: string): string => protocols.find(({ name }) => name === protocol)?.title ?? protocol;
  const heldOf = (id: string): string => `${formatCount(data?.sources.find(({ sourceId }) => sourceId === id)?.frames ?? 0, numbers)} frames`;
  const rate = (perSecond: number | undefined): string => (perSecond === undefined ? '' : `${perSecond.toFixed(1)}/s`);

  const lines = (project?.lines ?? []).map(({ id, name, protocol }): ListedSource => {
    const status = lineStatuses.find(({ lineId }) => lineId === id);
    return {
      id,
      name,
      documentId: id,
      protocol: titleOf(protocol),
      rate: rate(status?.requestsPerSecond),
      figures: [heldOf(id), ...(status?.load == null ? [] : [`load ${formatShare(status.load)}`]), ...(status?.roundTripMs == null ? [] : [formatDuration(status.roundTripMs)])],
    };
  });
  const simulators = (project?.simulators ?? []).map(({ id, name, protocol }): ListedSource => {
    const status = simulatorStatuses.find(({ simulatorId }) => simulatorId === id);
    const clients = status?.clients.length ?? 0;
    return { id, name, documentId: id, protocol: titleOf(protocol), rate: status === undefined || status.state === 'off' ? '' : rate(status.requestsPerSecond), figures: [heldOf(id), ...(clients === 0 ? [] : [`${clients} ${clients === 1 ? 'client' : 'clients'}`])] };
  });
  const tests = (data?.sources ?? []).filter(({ kind }) => kind === 'test').map(({ sourceId, name, protocol }): ListedSource => ({ id: sourceId, name, documentId: testDocument(sourceId), protocol: titleOf(protocol), rate: '', figures: [heldOf(sourceId)] }));

  const all = [...lines, ...simulators, ...tests];
  const list = {
    hidden: new Set(hidden),
    onShow: (id: string, shown: boolean): void => setHidden(shown ? hidden.filter((each) => each !== id) : [...hidden.filter((each) => all.some((source) => source.id === each)), id]),
    onOpen: (documentId: string): void => app.workspace.open({ kind: TRAFFIC_DOCUMENT, id: documentId }, TRAFFIC_SCREEN),
  };
  return (
    <>
      <div className="pane-head">
        Sources
        <span className="sub">{data?.recording === true ? 'capturing' : 'not capturing'}</span>
      </div>
      {all.length === 0 ? (
        <EmptyState title="No sources yet">A line comes with the first device on it. Simulators and connection tests stand here too.</EmptyState>
      ) : (
        <div className="traffic-sources">
          <SourceList title="Lines" sources={lines} {...list} />
          <SourceList title="Simulators" sources={simulators} {...list} />
          <SourceList title="Connection tests" sources={tests} {...list} />
        </div>
      )}
      {hidden.some((id) => all.some((source) => source.id === id)) ? (
        <p className="traffic-note">
          <button type="button" className="link" onClick={() => setHidden([])}>
            Show all sources
          </button>
        </p>
      ) : null}
      {data === undefined || data.dropped === 0 ? null : <p className="traffic-note dim">{formatCount(data.dropped, numbers)} older frames gave way to newer ones.</p>}
      <p className="traffic-note dim">Frames inside TLS are shown as they are. Only those of connection tests are kept before the capture is started.</p>
    </>
  );
}
