import { useMemo } from 'react';
import type { AppServices } from '../../app/app-services';
import { useApp } from '../../app/app-context';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';

/** Changes to the points of a device. Each is one step of undo; failures are shown where notices stand. */
export interface MapEdits {
  readonly update: (points: readonly Point[]) => Promise<boolean>;
  readonly add: (points: readonly Point[]) => Promise<boolean>;
  readonly remove: (pointIds: readonly string[]) => Promise<boolean>;
}

export function useMapEdits(device: Device): MapEdits {
  const app = useApp();
  const { id, deviceId } = device;
  return useMemo(() => mapEdits(app, id, deviceId), [app, id, deviceId]);
}

function mapEdits(app: AppServices, deviceId: string, label: string): MapEdits {
  const { client } = app;
  return {
    async update(points) {
      if (points.length === 0) return true;
      const done = await app.attempt(`${label} was not changed`, () => client.call('points.update', { deviceId, points: [...points] }));
      return done !== undefined;
    },
    async add(points) {
      const done = await app.attempt(`Nothing was added to ${label}`, () => client.call('points.add', { deviceId, points: [...points] }));
      return done !== undefined;
    },
    async remove(pointIds) {
      const done = await app.attempt(`Nothing was deleted from ${label}`, () => client.call('points.remove', { deviceId, pointIds: [...pointIds] }));
      if (done === undefined) return false;
      app.offerUndo(`${pointIds.length} ${pointIds.length === 1 ? 'row' : 'rows'} deleted`);
      return true;
    },
  };
}
