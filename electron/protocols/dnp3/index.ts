import { addressColumns } from './address-columns';
import { hostAndPort } from '../../io/host-and-port';
import { openSystemChannel } from './channel-opener';
import { dnp3Description } from './description';
import { deviceSettingsSchema } from './device-settings';
import { dnp3Dissector } from './dissector';
import { Dnp3LineDriver } from './line';
import { isSerial, lineKey, lineLabel, lineSettingsSchema } from './line-settings';
import { deviceProfile } from './profile/device-profile';
import { addressKey, addressText, pointAddressSchema, pointProblem, stateNames } from './point-address';
import { dnp3Server } from './server/dnp3-server';
import type { ChannelOpener } from './channel-opener';
import type { Opaque } from '../../../shared/domain/point';
import type { Protocol } from '../protocol';

export interface Dnp3Dependencies {
  /** Opens the channel of a line; real sockets and serial ports unless given. */
  readonly openChannel?: ChannelOpener;
}

/** DNP3 for the product: a master of outstations on TCP, TLS, UDP and serial lines. */
export function createDnp3Protocol(dependencies: Dnp3Dependencies = {}): Protocol {
  const open = dependencies.openChannel ?? openSystemChannel;
  return {
    description: dnp3Description,
    lineSettings: lineSettingsSchema,
    deviceSettings: deviceSettingsSchema,
    pointAddress: pointAddressSchema,
    peerKey: (settings: Opaque) => {
      const line = lineSettingsSchema.parse(settings);
      return isSerial(line) ? lineKey(line) : hostAndPort(line).toLowerCase();
    },
    lineKey: (settings: Opaque) => lineKey(lineSettingsSchema.parse(settings)),
    lineLabel: (settings: Opaque) => lineLabel(lineSettingsSchema.parse(settings)),
    stateNames,
    checkPoint: pointProblem,
    addressTexts: (point) => [addressText(point)],
    addressKey,
    addressColumns,
    mapFiles: [deviceProfile],
    apiMetrics: ({ devicesConnected, points }) => ({ active_outstations: devicesConnected, data_points: points }),
    createLine: (settings, context) => new Dnp3LineDriver(lineSettingsSchema.parse(settings), context, open),
    dissector: dnp3Dissector,
    server: dnp3Server,
  };
}
