import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device, Line } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Field } from '../../components/field/field';
import { counted } from '../../components/format/number';

export interface WholeLineProps {
  readonly device: Device;
  readonly line: Line;
  readonly description: ProtocolDescription;
  /** The group of settings that the line's other devices are given. */
  readonly group: string;
  /** Why nothing can be given now; empty when it can. */
  readonly offReason: string;
}

/** Gives the timing of one device to every device of its line, in one step of undo; nothing where it is alone there. */
export function WholeLine({ device, line, description, group, offReason }: WholeLineProps) {
  const app = useApp();
  const sharing = useOpenProject()?.project.devices.filter(({ lineId }) => lineId === line.id).length ?? 0;
  if (sharing < 2) return null;
  const keys = description.deviceFields.filter((field) => field.group === group).map(({ key }) => key);
  const settings = Object.fromEntries(keys.flatMap((key) => (device.settings[key] === undefined ? [] : [[key, device.settings[key]]])));
  const give = async (): Promise<void> => {
    const done = await app.attempt('The line was not changed', () => app.client.call('line.configureDevices', { lineId: line.id, settings, pollIntervalMs: device.pollIntervalMs }));
    if (done) app.offerUndo(`${counted(done.devices, 'device')} of the line have this timing`);
  };
  return (
    <Field label="Whole line" hint="Timeout, retries, delays and poll interval">
      {() => (
        <Button offReason={offReason} onClick={() => void give()}>
          {`Use for all ${sharing} devices of the line`}
        </Button>
      )}
    </Field>
  );
}
