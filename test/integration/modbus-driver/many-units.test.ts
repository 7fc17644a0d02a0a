import { afterEach, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { MemoryUnit, ModbusServer, rtuTiming, serveUnits } from '../../../electron/stacks/modbus';
import { DeviceUnderTest, LineRecorder, registerPoint, until } from '../../support/modbus-line';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';

const UNITS = Array.from({ length: 32 }, (_, at) => at + 1);
const DEAD = new Set([5, 12, 20, 31]);
const POLL_MS = 1000;
const MEASURED_MS = 15_000;
const SERIAL = { baudRate: 115_200, parity: 'none' } as const;

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

/** Values that live units gave while everybody was polled once a second, by the unit. */
async function poll(devices: readonly DeviceUnderTest[], forMs: number): Promise<number[]> {
  const good = devices.map(() => 0);
  const reading = devices.map(() => false);
  const turn = (): void => {
    for (const [at, device] of devices.entries()) {
      // As acquisition does it: who is still being read is left out, and a lost device is not polled.
      if (reading[at] === true || device.state.state !== 'connected') continue;
      reading[at] = true;
      void device.values().then((values) => {
        reading[at] = false;
        if (typeof values[0] === 'number') good[at] = (good[at] ?? 0) + 1;
      });
    }
  };
  const timer = setInterval(turn, POLL_MS);
  await new Promise((resolve) => setTimeout(resolve, forMs));
  clearInterval(timer);
  await until(() => reading.every((each) => !each), 10_000, 'the last reads to end');
  return good;
}

it('keeps the rate of 28 units on a serial line within 10 % while 4 others are dead', async () => {
  const folder = temporaryFolder();
  open.push(folder);
  const pair = await openPtyPair(folder.path);
  open.push(pair);
  const memory = new Map(UNITS.map((id) => [id, new MemoryUnit({ holdingRegisters: 100 })]));
  const server = new ModbusServer(serveUnits((id) => memory.get(id)));
  open.push(server);
  server.attach(await openSerial({ path: pair.far, ...SERIAL }), { framing: 'rtu', timing: rtuTiming(SERIAL) });
  const line = createModbusProtocol().createLine({ transport: 'rtu', serialPath: pair.near, ...SERIAL }, new LineRecorder().context);
  open.push(line);
  const devices = UNITS.map((unitId) => new DeviceUnderTest(line, { unitId, timeoutMs: 500, retries: 1 }, [registerPoint(7)]));
  for (const device of devices) device.driver.connect();
  await until(() => devices.every(({ state }) => state.state === 'connected'), 30_000, 'all units connected');

  const before = await poll(devices, MEASURED_MS);
  for (const id of DEAD) memory.delete(id);
  await until(() => UNITS.every((id, at) => !DEAD.has(id) || devices[at]?.state.state === 'lost'), 10_000 + 2000, 'the dead units shown as lost');
  const during = await poll(devices, MEASURED_MS);

  const live = (counts: readonly number[]): number[] => counts.filter((_, at) => !DEAD.has(UNITS[at] ?? 0));
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  expect(sum(live(before))).toBeGreaterThan(0.9 * 28 * (MEASURED_MS / POLL_MS));
  // The slowest of them as well as all together.
  expect(sum(live(during))).toBeGreaterThanOrEqual(0.9 * sum(live(before)));
  for (const [at, count] of live(during).entries()) expect(count).toBeGreaterThanOrEqual(0.9 * (live(before)[at] ?? 0) - 1);
}, 120_000);
