import type { SimulatedUnit, Simulator } from '../../../shared/domain/simulator';
import type { AppServices } from '../../app/app-services';
import type { Selection } from '../../app/workspace/selection';

/** The screen of simulators in the activity bar. */
export const SIMULATORS_SCREEN = 'simulators';
export const SIMULATOR_DOCUMENT = 'simulator';

export type SimulatorSelection = Extract<Selection, { kind: 'simulator' }>;

/** The simulator that is selected, else the one whose tab shows; undefined when there is none or another screen shows. */
export function currentSimulator(app: AppServices): Simulator | undefined {
  const { selection, screen } = app.workspace.state.get();
  const simulators = app.live.project.get()?.project.simulators ?? [];
  const selected = selection?.kind === 'simulator' ? simulators.find(({ id }) => id === selection.simulatorId) : undefined;
  if (selected !== undefined || screen !== SIMULATORS_SCREEN) return selected;
  const shown = app.workspace.activeDocument();
  return simulators.find(({ id }) => id === shown?.id) ?? (simulators.length === 1 ? simulators[0] : undefined);
}

/** The unit that is selected, else the first one. */
export function currentUnit(app: AppServices, simulator: Simulator): SimulatedUnit | undefined {
  const { selection } = app.workspace.state.get();
  const selected = selection?.kind === 'simulator' && selection.simulatorId === simulator.id ? selection.unitId : null;
  return simulator.units.find(({ id }) => id === selected) ?? simulator.units[0];
}

/** Shows a simulator as a tab, with one of its units selected. */
export function openSimulator(app: AppServices, simulatorId: string, unitId: string | null = null): void {
  app.workspace.open({ kind: SIMULATOR_DOCUMENT, id: simulatorId }, SIMULATORS_SCREEN);
  app.workspace.select({ kind: 'simulator', simulatorId, unitId, pointIds: [] });
}
