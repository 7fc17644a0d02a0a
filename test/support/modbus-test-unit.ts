import { MemoryUnit, ModbusServer, serveUnits } from '../../electron/stacks/modbus';

const text = (value: string) => Uint8Array.from(Buffer.from(value, 'latin1'));

/** A unit with every function, holding what the peers' client programs expect. */
export function testUnit(): MemoryUnit {
  const unit = new MemoryUnit({
    coils: 2000,
    discreteInputs: 2000,
    holdingRegisters: 1000,
    inputRegisters: 1000,
    serverId: Uint8Array.of(0x11, 0xff, 0x41),
    files: new Map([[4, Uint16Array.from({ length: 200 }, (_, i) => i)]]),
    queues: new Map([[5, [1, 2, 3]]]),
    deviceIdentification: [
      { id: 0, value: text('Made Up Works') },
      { id: 1, value: text('MU-1') },
      { id: 2, value: text('1.0') },
      { id: 4, value: text('x'.repeat(150)) },
      { id: 0x80, value: text('y'.repeat(150)) },
    ],
  });
  unit.exceptionStatus = 0x6d;
  unit.discreteInputs.forEach((_, i) => (unit.discreteInputs[i] = i % 3 === 0 ? 1 : 0));
  unit.inputRegisters.forEach((_, i) => (unit.inputRegisters[i] = i * 7 + 1));
  return unit;
}

/** Our server, serving such a unit as unit 1. */
export function testServer(): ModbusServer {
  const unit = testUnit();
  return new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined)));
}
