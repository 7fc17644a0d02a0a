import { listenTcp } from '../../../io/tcp-server';
import { ModbusServer, RTU_OVER_TCP_TIMING, serveUnits } from '../../../stacks/modbus';
import type { ServedSource, Server, ServerCapability } from '../../protocol';
import { deviceSettingsSchema } from '../device-settings';
import { ServedUnit } from './served-unit';
import { serverSettingsSchema } from './server-settings';
import type { ServerSettings } from './server-settings';

/** Serves points as units of a Modbus TCP server, or with RTU frames over TCP. */
export const modbusServer: ServerCapability = {
  settings: serverSettingsSchema,
  async open(settings, source, context): Promise<Server> {
    const parsed = serverSettingsSchema.parse(settings);
    const units = unitsOf(source, parsed);
    const server = new ModbusServer(serveUnits((unit) => units.get(unit)), { connectionLimit: parsed.maxClients });
    const framing = parsed.transport === 'tcp' ? ({ framing: 'mbap' } as const) : ({ framing: 'rtu', timing: RTU_OVER_TCP_TIMING } as const);
    const listener = await listenTcp({ host: parsed.host, port: parsed.port }, (channel) => server.attach(channel, framing));
    const address = `${listener.host}:${listener.port}`;
    context.log.info(`Serves Modbus units ${[...units.keys()].join(', ')} on ${address}`);
    return {
      address,
      get clients() {
        return server.connections;
      },
      close: async () => {
        server.close();
        await listener.close();
      },
    };
  },
};

function unitsOf(source: ServedSource, settings: ServerSettings): Map<number, ServedUnit> {
  const units = new Map<number, ServedUnit>();
  for (const device of source.devices) {
    const { unitId, byteOrder } = deviceSettingsSchema.parse(device.settings);
    const refused = new Set(settings.refused.filter((each) => each.unitId === unitId).map(({ table, address }) => `${table}:${address}`));
    units.set(unitId, new ServedUnit(device.points, byteOrder, source, { gaps: settings.gaps, isRefused: (table, address) => refused.has(`${table}:${address}`) }));
  }
  return units;
}
