import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useDeviceStatus } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { formatAge } from '../../components/format/age';
import { withFullStop } from '../../components/format/full-stop';
import { Icon } from '../../components/icon';
import { useNow } from '../../client/use-now';

/** Why the rows below get no values, and what to do: shown while the device is not connected. */
export function DeviceStrip({ device }: { readonly device: Device }) {
  const app = useApp();
  const status = useDeviceStatus(device.id);
  if (status === undefined || status.state === 'connected') return null;
  const isOff = status.state === 'off';
  const connect = (): void => {
    void app.attempt(`${device.deviceId} can't be connected`, () => app.client.call('device.connect', { deviceId: device.id }));
  };
  return (
    <div className={`device-strip ${isOff || status.state === 'connecting' ? '' : 'bad'}`} role="status">
      {isOff || status.state === 'connecting' ? null : <Icon name="q-bad" size="s" />}
      <span className="ell grow">
        {isOff ? 'Not connected: no values come.' : withFullStop(status.reason || (status.state === 'connecting' ? 'Connecting' : 'No answer'))}
        {status.nextTryAt === null ? null : <NextTry at={status.nextTryAt} />}
      </span>
      {isOff ? (
        <Button icon="play" onClick={connect}>
          Connect
        </Button>
      ) : (
        <Button onClick={() => app.workspace.open({ kind: 'device-settings', id: device.id })}>Settings and test</Button>
      )}
    </div>
  );
}

function NextTry({ at }: { readonly at: number }) {
  const now = useNow(500);
  const left = (at - now) / 1000;
  return <span className="dim">{left > 0 ? ` Next try in ${formatAge(left)}.` : ' Trying now.'}</span>;
}
