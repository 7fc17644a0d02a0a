import { readdir } from 'node:fs/promises';
import type { SerialPortInfo } from './serial-port-identity';
import { systemCode } from './system-error';

export interface SerialPortListing {
  readonly ports: readonly SerialPortInfo[];
  /** Why the listing is incomplete or empty; absent when it is whole. */
  readonly problem?: string;
}

/** One port as the serial library lists it. */
type ListedPort = { readonly [K in keyof SerialPortInfo]?: SerialPortInfo[K] | undefined } & { readonly path: string };
export type PortLister = () => Promise<readonly ListedPort[]>;

const KEYS = ['manufacturer', 'serialNumber', 'vendorId', 'productId', 'pnpId'] as const;

/** Lists the serial ports of this computer. Never rejects: what is wrong is in `problem`. */
export async function listSerialPorts(list: PortLister = listWithSerialport, devices = '/dev'): Promise<SerialPortListing> {
  try {
    return { ports: (await list()).map(describe) };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') return { ports: [], problem: `The serial ports could not be listed: ${error instanceof Error ? error.message : String(error)}` };
    const problem = 'The program udevadm is missing, so adapters cannot be told by serial number; install the package udev (apt-get install udev).';
    return { ports: await namesIn(devices), problem };
  }
}

async function listWithSerialport(): Promise<readonly ListedPort[]> {
  const { SerialPort } = await import('serialport');
  return SerialPort.list();
}

function describe(port: ListedPort): SerialPortInfo {
  const known: { -readonly [K in keyof SerialPortInfo]: SerialPortInfo[K] } = { path: port.path };
  for (const key of KEYS) {
    const value = port[key];
    if (value !== undefined && value !== '') known[key] = value;
  }
  return known;
}

/** The names of USB and on-board ports, where nothing more can be had. */
async function namesIn(devices: string): Promise<SerialPortInfo[]> {
  try {
    const names = await readdir(devices);
    return names.filter((name) => /^tty(USB|ACM|AMA|S)\d+$/.test(name)).sort().map((name) => ({ path: `${devices}/${name}` }));
  } catch {
    return [];
  }
}
