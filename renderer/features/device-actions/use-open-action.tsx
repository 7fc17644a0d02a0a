import type { DeviceAction } from '../../../shared/contract/device-actions';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useProtocol } from '../../app/open-project';
import { textOf } from '../../components/setting/setting-values';
import { ActionDialog } from './action-dialog';

/** What a device's protocol offers to do by hand, and the way to do it. */
export function useDeviceActions(device: Device | undefined): { readonly actions: readonly DeviceAction[]; readonly open: (action: DeviceAction) => void } {
  const app = useApp();
  const settings = device?.settings ?? {};
  const actions = (useProtocol(device?.protocol)?.actions ?? []).filter(({ onlyWhere = {} }) => Object.entries(onlyWhere).every(([key, values]) => values.includes(textOf(settings[key]))));
  const open = (action: DeviceAction): void => {
    if (device !== undefined) app.openDialog((close) => <ActionDialog device={device} action={action} onClose={close} />);
  };
  return { actions, open };
}
