import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { AppServices } from '../../app/app-services';
import { WriteOrCommand } from '../command/write-or-command';
import { WriteDialog } from '../write/write-dialog';
import { WriteManyDialog } from '../write/write-many-dialog';

const MOST_POINTS = 200;

/** Why these points can't be written; empty when they can. */
export function writeOffReason(points: readonly Point[], canWrite: boolean, listTitle: string): string {
  if (!canWrite) return `Nothing in this ${listTitle.toLowerCase()} can be written.`;
  const [first] = points;
  if (first === undefined) return 'Select a point first.';
  if (points.length > MOST_POINTS) return `${points.length} points are selected; ${MOST_POINTS} can be written together.`;
  const readOnly = points.filter((point) => point.access === 'read');
  if (readOnly.length === 0) return '';
  return points.length === 1 ? `${first.name} can only be read.` : `${readOnly.length} of ${points.length} selected points can only be read.`;
}

/**
 * Opens the write dialog for one point, or the table for several.
 * @param addressOf a point's address as the person writes it
 */
export function openWrite(app: AppServices, device: Device, points: readonly Point[], addressOf: (pointId: string) => string): void {
  const [first] = points;
  if (first === undefined) return;
  const choosable = app.session.protocols.get().find(({ name }) => name === device.protocol)?.capabilities.includes('command') === true;
  app.openDialog((close) => {
    if (points.length > 1) return <WriteManyDialog device={device} points={points} onClose={close} />;
    if (choosable) return <WriteOrCommand device={device} point={first} address={addressOf(first.id)} onClose={close} />;
    return <WriteDialog device={device} point={first} address={addressOf(first.id)} onClose={close} />;
  });
}
