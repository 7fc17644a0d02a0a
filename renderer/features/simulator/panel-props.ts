import type { ServerDescription, SimulatorStatus } from '../../../shared/contract/simulators';
import type { Simulator } from '../../../shared/domain/simulator';

/** What every part of a simulator's document is given. */
export interface PanelProps {
  readonly simulator: Simulator;
  readonly description: ServerDescription;
  /** Undefined until it is known. */
  readonly status: SimulatorStatus | undefined;
  /** It was started: it serves, or tries to. */
  readonly running: boolean;
}
