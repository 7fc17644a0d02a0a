/** What is known of a serial port. Absent: the system does not tell. */
export interface SerialPortInfo {
  /** The name it has now: `/dev/ttyUSB0`, `COM3`. */
  readonly path: string;
  readonly manufacturer?: string;
  /** The USB adapter's serial number: stays when it is replugged under another name. */
  readonly serialNumber?: string;
  readonly vendorId?: string;
  readonly productId?: string;
  /** The system's stable name for the plug; tells apart the ports of one adapter. */
  readonly pnpId?: string;
}

export type FoundSerialPort =
  | { readonly kind: 'found'; readonly path: string; readonly by: 'serial-number' | 'path' | 'model' }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ambiguous'; readonly paths: readonly string[]; readonly message: string };

/**
 * Finds the port that was used before in a fresh listing, also when it was replugged and has another name.
 * With a serial number only that adapter counts, whatever has its old name now. Without one, the old name counts as long
 * as it is the same kind of adapter, then the only adapter of that kind.
 */
export function findSerialPort(identity: SerialPortInfo, listing: readonly SerialPortInfo[]): FoundSerialPort {
  if (identity.serialNumber !== undefined && identity.serialNumber !== '') return bySerialNumber(identity, identity.serialNumber, listing);
  const same = listing.find((port) => port.path === identity.path);
  if (same !== undefined && sameKind(identity, same)) return { kind: 'found', path: same.path, by: 'path' };
  const alike = identity.vendorId === undefined ? [] : listing.filter((port) => sameKind(identity, port));
  if (alike.length === 0) return { kind: 'missing', message: `${identity.path} is not there; check that the adapter is plugged in.` };
  return oneOf(alike, 'model', `${identity.path} is not there, and the adapter has no serial number to know it by; choose the port.`);
}

function bySerialNumber(identity: SerialPortInfo, serialNumber: string, listing: readonly SerialPortInfo[]): FoundSerialPort {
  const named = listing.filter((port) => port.serialNumber === serialNumber && sameKind(identity, port));
  if (named.length === 0) return { kind: 'missing', message: `The adapter with serial number ${serialNumber} (was ${identity.path}) is not plugged in.` };
  if (named.length === 1) return oneOf(named, 'serial-number', '');
  // An adapter with several ports: one serial number, told apart by the plug's name, then by the old name.
  const plug = named.filter((port) => identity.pnpId !== undefined && port.pnpId === identity.pnpId);
  if (plug.length === 1) return oneOf(plug, 'serial-number', '');
  const path = named.filter((port) => port.path === identity.path);
  return oneOf(path.length === 1 ? path : named, 'serial-number', `The adapter with serial number ${serialNumber} has several ports; choose one.`);
}

function oneOf(ports: readonly SerialPortInfo[], by: 'serial-number' | 'model', ambiguity: string): FoundSerialPort {
  const [only] = ports;
  if (only !== undefined && ports.length === 1) return { kind: 'found', path: only.path, by };
  return { kind: 'ambiguous', paths: ports.map((port) => port.path), message: ambiguity };
}

/** Whether vendor and product agree as far as both are known. */
function sameKind(one: SerialPortInfo, other: SerialPortInfo): boolean {
  return agrees(one.vendorId, other.vendorId) && agrees(one.productId, other.productId);
}

function agrees(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || (other !== undefined && one.toLowerCase() === other.toLowerCase());
}
