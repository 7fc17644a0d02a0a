import type { PreparedWrite } from '../../../shared/contract/points';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { NumberFormat } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { scaleText } from '../../components/format/scale-text';
import { formatClock, formatDate } from '../../components/format/time';

/** What would be written to: device, connection, address, function, type, and who wrote it last. */
export function WriteFacts(props: { readonly device: Device; readonly point: Point; readonly address: string; readonly prepared: PreparedWrite | null; readonly numbers: NumberFormat }) {
  const { device, point, address, prepared, numbers } = props;
  const type = [point.dataType, scaleText(point), point.unit].filter((part) => part !== '').join(' ');
  return (
    <div className="write-facts">
      <dl className="pairs">
        <dt>Device</dt>
        <dd>{device.description === '' ? device.deviceId : `${device.deviceId} ${device.description}`}</dd>
        <dt>Connection</dt>
        <dd>{prepared?.connection ?? ''}</dd>
        <dt>Address</dt>
        <dd>{addressText(address, prepared?.address ?? '')}</dd>
      </dl>
      <dl className="pairs">
        <dt>Function</dt>
        <dd>{prepared?.operation ?? ''}</dd>
        <dt>Type</dt>
        <dd>{type}</dd>
        <dt>Last write</dt>
        <dd>{prepared === null ? '' : lastWriteText(prepared.lastWrite, point, numbers)}</dd>
      </dl>
    </div>
  );
}

/** As the person writes it, and as the wire has it where that differs: `400001 (address 0)`. */
function addressText(written: string, onWire: string): string {
  if (written === '' || written === onWire) return onWire;
  return onWire === '' ? written : `${written} (${/^\d/.test(onWire) ? 'address ' : ''}${onWire})`;
}

function lastWriteText(lastWrite: PreparedWrite['lastWrite'], point: Point, numbers: NumberFormat): string {
  if (lastWrite === null) return 'none recorded';
  const today = formatDate(Date.now() * 1000) === formatDate(lastWrite.time);
  const when = today ? formatClock(lastWrite.time) : `${formatDate(lastWrite.time)} ${formatClock(lastWrite.time)}`;
  return `${pointValueText(lastWrite.value, point, numbers)} at ${when}, ${lastWrite.user}`;
}
