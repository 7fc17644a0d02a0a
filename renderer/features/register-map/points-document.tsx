import type { DocumentProps } from '../../app/feature';
import { EmptyState } from '../../components/note/empty-state';
import { useDevice, useProtocol } from '../../app/open-project';
import { RegisterMap } from './register-map';
import { useMapView } from './use-map-view';

/** The tab with a device's points. */
export function PointsDocument({ document, active }: DocumentProps) {
  const device = useDevice(document.id);
  const description = useProtocol(device?.protocol);
  const [view, setView] = useMapView(document);
  if (device === undefined) return <EmptyState title="The device is gone">It was removed from the project. Ctrl+Z brings it back.</EmptyState>;
  if (description === undefined) return null;
  return <RegisterMap key={device.id} device={device} description={description} active={active} view={view} onView={setView} />;
}
