/**
 * The devices of the bench: so many Modbus TCP servers of our stack, each on a port of its own, whose registers change all
 * the time. Prints their ports as one line of JSON and runs until it is ended.
 */
import { listenTcp } from '../../electron/io/tcp-server';
import { MemoryUnit, ModbusServer, serveUnits } from '../../electron/stacks/modbus';

const count = Number(process.argv[2] ?? 500);
const units: MemoryUnit[] = [];
const ports: number[] = [];
for (let at = 0; at < count; at += 1) {
  const unit = new MemoryUnit({ coils: 8, discreteInputs: 8, holdingRegisters: 64, inputRegisters: 8 });
  const server = new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined)));
  const listener = await listenTcp({ port: 0 }, (channel) => server.attach(channel, { framing: 'mbap' }));
  units.push(unit);
  ports.push(listener.port);
}
setInterval(() => {
  for (const unit of units) unit.holdingRegisters.fill(Math.floor(Math.random() * 65_536));
}, 500);
process.stdout.write(`${JSON.stringify(ports)}\n`);
