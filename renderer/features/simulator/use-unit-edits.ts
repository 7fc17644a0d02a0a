import { useMemo } from 'react';
import type { Simulator, SimulatedUnit } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { counted } from '../../components/format/number';
import type { MapEdits } from '../register-map/use-map-edits';

/** Changes to the points of a simulated unit. Each is one step of undo; failures are shown where notices stand. */
export function useUnitEdits(simulator: Pick<Simulator, 'id'>, unit: Pick<SimulatedUnit, 'id' | 'name'> | undefined): MapEdits {
  const app = useApp();
  const simulatorId = simulator.id;
  const unitId = unit?.id ?? '';
  const name = unit?.name ?? '';
  return useMemo(() => {
    const save: MapEdits['update'] = async (points) => {
      if (points.length === 0) return true;
      const done = await app.attempt(`${name} was not changed`, () => app.client.call('simulator.savePoints', { simulatorId, unitId, points: [...points] }));
      return done !== undefined;
    };
    return {
      update: save,
      add: save,
      async remove(pointIds) {
        const done = await app.attempt(`Nothing was deleted from ${name}`, () => app.client.call('simulator.removePoints', { simulatorId, unitId, pointIds: [...pointIds] }));
        if (done === undefined) return false;
        app.offerUndo(`${counted(pointIds.length, 'point')} deleted`);
        return true;
      },
    };
  }, [app, simulatorId, unitId, name]);
}
