import type { Selection } from '../../app/workspace/selection';
import { EmptyState } from '../../components/note/empty-state';
import { useDevice, useProtocol, useSimulated } from '../../app/open-project';
import { useAddresses } from '../register-map/use-map-rows';
import { useNotation } from '../register-map/use-notation';
import { PointInspector } from './point-inspector';
import { SeveralPoints } from './several-points';

/** The inspector of a selection of points: the one, or what several have in common. */
export function PointsInspector({ selection }: { readonly selection: Selection }) {
  const ids = selection.kind === 'points' ? selection.pointIds : [];
  const device = useDevice(selection.kind === 'points' ? selection.deviceId : '');
  const description = useProtocol(device?.protocol);
  const simulated = useSimulated(device);
  const [notation] = useNotation(device, description);
  const { data: addresses } = useAddresses(device);
  const points = device?.points.filter((point) => ids.includes(point.id)) ?? [];
  const [point] = points;
  if (device === undefined || point === undefined) return <EmptyState title="The point is gone">It was deleted. Undo brings it back.</EmptyState>;
  if (description === undefined) return null;
  if (points.length > 1) return <SeveralPoints device={device} points={points} />;
  return <PointInspector key={point.id} address={addresses?.[point.id]?.[notation] ?? ''} device={device} point={point} description={description} simulated={simulated} />;
}
