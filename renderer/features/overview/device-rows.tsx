import type { DeviceStatus } from '../../../shared/domain/device';
import { useApp, useKeysOf } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { useNow } from '../../client/use-now';
import { formatAge, formatRoundTrip } from '../../components/format/age';
import { Icon } from '../../components/icon';
import { shortReason } from '../../components/marks/state-mark';
import { severityOf } from '../devices/tree-rows';
import { stateWord } from '../devices/state-word';

/** More rows than a person reads; the tree has all of them. */
const MOST = 200;

export function DeviceRows({ devices }: { readonly devices: readonly DeviceStatus[] }) {
  const { workspace, commands } = useApp();
  const open = useOpenProject();
  const now = useNow(1000);
  const connectKeys = useKeysOf('device.connectOne');
  const byId = new Map(open?.project.devices.map((device) => [device.id, device] as const));
  const rows = devices.flatMap((status) => {
    const device = byId.get(status.deviceId);
    return device ? [{ status, device }] : [];
  });
  if (rows.length === 0) return <p className="dim">No devices yet. {connectKeys === undefined ? 'The menu Device' : connectKeys} connects one.</p>;
  return (
    <div className="framed">
      <table className="list">
        <thead>
          <tr>
            <th>Device</th>
            <th className="optional-2">Description</th>
            <th>State</th>
            <th className="num">Round trip</th>
            <th className="num">Last value</th>
            <th className="num">Good</th>
            <th className="num">Bad</th>
            <th className="num optional">Late polls</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).map(({ status, device }) => {
            const severity = severityOf(status);
            return (
              <tr key={device.id}>
                <td>
                  <button
                    type="button"
                    className="overview-link"
                    onClick={() => workspace.select({ kind: 'device', deviceId: device.id })}
                    onDoubleClick={() => {
                      workspace.select({ kind: 'device', deviceId: device.id });
                      commands.runById('device.open');
                    }}
                  >
                    {device.deviceId}
                  </button>
                </td>
                <td className="optional-2 sec">{device.description}</td>
                <td className="wide">
                  {severity === 2 ? (
                    <span className="quality quality-bad" title={status.reason}>
                      <Icon name="q-bad" size="s" />
                      <span className="ell">{shortReason(status)}</span>
                    </span>
                  ) : (
                    stateWord(status)
                  )}
                </td>
                <td className="num">{status.roundTripMs === null || status.state !== 'connected' ? '—' : formatRoundTrip(status.roundTripMs)}</td>
                <td className="num">{status.lastAnswerAt === null ? '—' : formatAge((now - status.lastAnswerAt) / 1000)}</td>
                <td className="num">{status.pointsGood}</td>
                <td className={status.pointsBad > 0 ? 'num text-uncertain' : 'num'}>{status.pointsBad}</td>
                <td className="num optional">{status.latePolls}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > MOST ? <p className="dim">{`and ${rows.length - MOST} that are better off, in the tree`}</p> : null}
    </div>
  );
}
