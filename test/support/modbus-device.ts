import { listenTcp } from '../../electron/io/tcp-server';
import { MemoryUnit, ModbusServer, serveUnits } from '../../electron/stacks/modbus';

export interface ModbusDevice {
  readonly port: number;
  readonly unit: MemoryUnit;
  close(): Promise<void>;
}

/** A Modbus TCP device in memory: unit 1 with 200 addresses in each table; beyond them it answers exception 2. */
export async function startModbusDevice(port = 0): Promise<ModbusDevice> {
  const unit = new MemoryUnit({ coils: 200, discreteInputs: 200, holdingRegisters: 200, inputRegisters: 200 });
  const server = new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined), { absentUnit: 11 }));
  const listener = await listenTcp({ port }, (channel) => server.attach(channel, { framing: 'mbap' }));
  return { port: listener.port, unit, close: async () => listener.close() };
}
