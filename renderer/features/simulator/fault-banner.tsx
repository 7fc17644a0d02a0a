import type { ServerDescription, SimulatorStatus } from '../../../shared/contract/simulators';
import type { Fault, Simulator } from '../../../shared/domain/simulator';
import { useApp, useNumberFormat } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { Button } from '../../components/button/button';
import { formatCount } from '../../components/format/number';
import { Icon } from '../../components/icon';
import { faultTitle, scopeText } from './fault-text';

interface FaultBannerProps {
  readonly simulator: Simulator;
  readonly description: ServerDescription;
  readonly status: SimulatorStatus | undefined;
  /** Those that are on. */
  readonly faults: readonly Fault[];
  /** Null: they are shown already. */
  readonly onShow: (() => void) | null;
}

/** Says that answers go wrong on purpose, so that nobody looks for the reason in the plant. */
export function FaultBanner({ simulator, description, status, faults, onShow }: FaultBannerProps) {
  const app = useApp();
  const editOff = useEditOffReason();
  const numbers = useNumberFormat();
  const [first] = faults;
  if (first === undefined) return null;
  const met = faults.reduce((sum, { id }) => sum + (status?.faultsMet[id] ?? 0), 0);
  const what = `${faultTitle(first, description)} for ${scopeText(first.scope, description)}${faults.length === 1 ? '' : `, and ${faults.length - 1} more`}`;
  const allOff = (): void => {
    void app.attempt('The faults were not switched off', async () => {
      await app.client.call('simulator.faultsOff', { simulatorId: simulator.id });
      app.offerUndo(faults.length === 1 ? 'The fault is off' : `${faults.length} faults are off`);
    });
  };
  return (
    <div className="sim-faults-on" role="status">
      <Icon name="q-unc" size="s" />
      <b>{faults.length === 1 ? 'A fault is on' : `${faults.length} faults are on`}</b>
      <span className="ell grow">{`${what}. Met ${formatCount(met, numbers)} ${met === 1 ? 'time' : 'times'}.`}</span>
      {onShow === null ? null : <Button onClick={onShow}>Show</Button>}
      <Button offReason={editOff} onClick={allOff}>
        {faults.length === 1 ? 'Switch it off' : 'Switch all off'}
      </Button>
    </div>
  );
}
