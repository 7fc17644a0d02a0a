import type { Opaque, Point } from '../../../shared/domain/point';
import type { Protocol } from '../protocol';
import { addressColumns } from './address-columns';
import { formatAddress, NOTATIONS } from './address-notation';
import { addressSpace } from './address-space';
import { hostAndPort } from '../../io/host-and-port';
import { openSystemChannel } from './channel-opener';
import type { ChannelOpener } from './channel-opener';
import { modbusDescription } from './description';
import { deviceSettingsSchema } from './device-settings';
import { modbusDissector } from './dissector';
import { ModbusLine } from './line';
import { lineKey, lineLabel, lineSettingsSchema } from './line-settings';
import { addressOf, isWritable, pointAddressSchema, tableName } from './point-address';
import { layoutOf } from './point-layout';
import { modbusScanner } from './scanner';
import { modbusServer } from './server/modbus-server';
import { sunSpec } from './sunspec/capability';
import { wordBits } from './word-bits';

export interface ModbusDependencies {
  /** Opens the channel of a line; real sockets and serial ports unless given. */
  readonly openChannel?: ChannelOpener;
}

/** Modbus for the product: TCP, with TLS too, UDP, RTU over TCP, and RTU and ASCII on a serial port. */
export function createModbusProtocol(dependencies: ModbusDependencies = {}): Protocol {
  const open = dependencies.openChannel ?? openSystemChannel;
  return {
    description: modbusDescription,
    lineSettings: lineSettingsSchema,
    deviceSettings: deviceSettingsSchema,
    pointAddress: pointAddressSchema,
    // A private key is for whoever is at this address, whatever transport is chosen meanwhile.
    peerKey: (settings: Opaque) => hostAndPort(lineSettingsSchema.parse(settings)).toLowerCase(),
    lineKey: (settings: Opaque) => lineKey(lineSettingsSchema.parse(settings)),
    lineLabel: (settings: Opaque) => lineLabel(lineSettingsSchema.parse(settings)),
    checkPoint,
    addressTexts,
    addressKey,
    addressColumns,
    apiMetrics: ({ devicesConnected, points }) => ({ active_devices: devicesConnected, total_registers: points }),
    createLine: (settings, context) => new ModbusLine(lineSettingsSchema.parse(settings), context, open),
    addressSpace,
    wordBits,
    selfDescription: sunSpec,
    server: modbusServer,
    dissector: modbusDissector,
    scanner: modbusScanner,
  };
}

function checkPoint(point: Point): string | null {
  const laid = layoutOf(point, 'ABCD');
  if ('problem' in laid) return laid.problem;
  const { table } = laid.layout.address;
  return point.access === 'read' || isWritable(table) ? null : `Modbus can't write ${tableName(table)}s: set the access to read`;
}

function addressTexts(point: Point): string[] {
  const address = addressOf(point);
  return NOTATIONS.map((notation) => (address === null ? '' : formatAddress(address, notation)));
}

/** The address as the wire counts it, with the bit where there is one. */
function addressKey(point: Point): string {
  const address = addressOf(point);
  return address === null ? '' : formatAddress(address, '0-based');
}
