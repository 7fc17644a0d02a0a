import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listSerialPorts } from '../../../electron/io/serial-port-list';

it('says that udevadm is missing, and lists the names that it finds', async () => {
  const devices = mkdtempSync(join(tmpdir(), 'devices-'));
  for (const name of ['ttyUSB1', 'ttyUSB0', 'ttyS0', 'tty1', 'null']) writeFileSync(join(devices, name), '');
  const missing = () => Promise.reject(Object.assign(new Error('spawn udevadm ENOENT'), { code: 'ENOENT' }));
  const listing = await listSerialPorts(missing, devices);
  rmSync(devices, { recursive: true });
  expect(listing.problem).toContain('udevadm is missing');
  expect(listing.ports.map(({ path }) => path.replace(`${devices}/`, ''))).toEqual(['ttyS0', 'ttyUSB0', 'ttyUSB1']);
});

it('says what is wrong when the listing fails otherwise', async () => {
  expect(await listSerialPorts(() => Promise.reject(new Error('no access')))).toEqual({ ports: [], problem: 'The serial ports could not be listed: no access' });
});

it('leaves out what the system does not tell', async () => {
  const listed = [{ path: 'COM3', manufacturer: undefined, serialNumber: '', vendorId: '0403' }];
  expect(await listSerialPorts(() => Promise.resolve(listed))).toEqual({ ports: [{ path: 'COM3', vendorId: '0403' }] });
});
