import type { Command, OperateHow } from '../../electron/stacks/dnp3';
import { ScriptedDevice } from './dnp3-driven-outstation';

/** Does what it is told: what follows an operate is the test's business. */
export class ActingDevice extends ScriptedDevice {
  onOperate: (command: Command) => void = () => undefined;

  // The wire has whole milliseconds.
  override currentTime(now: number): number {
    return Math.round(super.currentTime(now));
  }

  override operate(command: Command, how: OperateHow): number {
    const status = super.operate(command, how);
    if (status === 0) this.onOperate(command);
    return status;
  }
}
