import type { Diagnostics } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import { useDeviceStatus } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { formatClock } from '../../components/format/time';
import { Note } from '../../components/note/note';
import { useDeviceActions } from './use-open-action';

/** What a device says of its own state, a sentence each, with the next step as a button. Those that need somebody come first. */
export function ConditionNotes({ device, conditions }: { readonly device: Device; readonly conditions: NonNullable<Diagnostics['conditions']> }) {
  const { actions, open } = useDeviceActions(device);
  const connected = useDeviceStatus(device.id)?.state === 'connected';
  if (!connected) return null;
  const sorted = [...conditions].sort((one, other) => Number(other.trouble) - Number(one.trouble));
  return sorted.map((condition) => {
    const action = actions.find(({ id }) => id === condition.action);
    return (
      <Note
        key={condition.id}
        kind={condition.trouble ? 'uncertain' : 'plain'}
        title={condition.title}
        actions={action === undefined ? undefined : <Button onClick={() => open(action)}>{action.title}</Button>}
      >
        {`${condition.next}. `}
        <span className="dim">{`Since ${formatClock(condition.since)}, ${condition.id}.`}</span>
      </Note>
    );
  });
}
