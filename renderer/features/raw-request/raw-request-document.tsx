import { useDevice, useProtocol } from '../../app/open-project';
import { DeviceGone } from '../../app/device-gone';
import type { DocumentProps } from '../../app/feature';
import { EmptyState } from '../../components/note/empty-state';
import { RawRequestEditor } from './raw-request-editor';

/** The tab in which requests to a device are made up by hand. */
export function RawRequestDocument({ document }: DocumentProps) {
  const device = useDevice(document.id);
  const description = useProtocol(device?.protocol);
  if (device === undefined) return <DeviceGone />;
  const functions = description?.requestFunctions ?? [];
  if (functions.length === 0) return <EmptyState title="No requests by hand">This protocol has none.</EmptyState>;
  return <RawRequestEditor key={device.id} device={device} functions={functions} />;
}
