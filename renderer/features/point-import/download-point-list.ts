import type { FileContent } from '../../../shared/contract/common';
import type { Device } from '../../../shared/domain/device';
import { decodeBase64 } from '../../../shared/domain/value';
import type { AppServices } from '../../app/app-services';

const TYPES: Readonly<Record<string, string>> = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** Hands the point list of a device to the person as a file: `csv`, `xlsx`, or a kind of its protocol. */
export async function downloadPointList(app: AppServices, device: Device, format: string): Promise<void> {
  await app.attempt(`The rows of ${device.deviceId} were not exported`, async () => {
    const file = await app.client.call('points.export', { deviceId: device.id, format });
    download(file, TYPES[format] ?? 'application/octet-stream');
  });
}

function download(file: FileContent, type: string): void {
  const octets = decodeBase64(file.contentBase64);
  if (octets === null) throw new Error('The file came damaged.');
  const url = URL.createObjectURL(new Blob([Uint8Array.from(octets)], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
