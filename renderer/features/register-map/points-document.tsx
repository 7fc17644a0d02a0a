import { DeviceGone } from '../../app/device-gone';
import type { DocumentProps } from '../../app/feature';
import { useDevice, useProtocol } from '../../app/open-project';
import { RegisterMap } from './register-map';
import { useMapView } from './use-map-view';

/** The tab with a device's points. */
export function PointsDocument({ document, active }: DocumentProps) {
  const device = useDevice(document.id);
  const description = useProtocol(device?.protocol);
  const [view, setView] = useMapView(document);
  if (device === undefined) return <DeviceGone />;
  if (description === undefined) return null;
  return <RegisterMap key={device.id} device={device} description={description} active={active} view={view} onView={setView} />;
}
