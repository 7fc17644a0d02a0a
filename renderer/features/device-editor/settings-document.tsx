import { DeviceGone } from '../../app/device-gone';
import type { DocumentProps } from '../../app/feature';
import { useOpenProject } from '../../client/hooks';
import { useDevice, useProtocol } from '../../app/open-project';
import { DeviceEditor } from './device-editor';

/** The tab with a device's settings. */
export function SettingsDocument({ document, active }: DocumentProps) {
  const device = useDevice(document.id);
  const description = useProtocol(device?.protocol);
  const line = useOpenProject()?.project.lines.find((each) => each.id === device?.lineId);
  if (device === undefined) return <DeviceGone />;
  if (description === undefined) return null;
  return <DeviceEditor key={device.id} device={device} line={line} description={description} active={active} />;
}
