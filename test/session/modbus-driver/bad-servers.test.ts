import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { presets } from '../../../electron/protocols/modbus/presets';
import type { Opaque } from '../../../shared/domain/point';
import { BadLine, badServerOn } from '../../support/modbus-bad-servers/bad-line';
import type { BadTransport } from '../../support/modbus-bad-servers/bad-line';
import { registerOf } from '../../support/modbus-bad-servers/bad-server';
import { faults } from '../../support/modbus-bad-servers/faults';
import { DeviceUnderTest, registerPoint } from '../../support/modbus-line';
import { drive, goBy } from '../../support/scripted-line';

const ADDRESSES = [0, 1, 40, 300];
const POINTS = ADDRESSES.map((address) => registerPoint(address));

interface Variant {
  readonly transport: BadTransport;
  readonly line: Record<string, string | number>;
  readonly device: Record<string, string | number>;
}

const gentle = presets.find(({ id }) => id === 'gentle');
const plain = (settings: Opaque = {}): Record<string, string | number> =>
  Object.fromEntries(Object.entries(settings).filter((entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number'));

const variants: readonly Variant[] = [
  { transport: 'tcp', line: {}, device: {} },
  { transport: 'tcp', line: {}, device: { pipelineDepth: 4 } },
  { transport: 'tcp', line: {}, device: { pipelineDepth: 16, retries: 3, maxRegistersPerRead: 1, gapTolerance: 0 } },
  { transport: 'tcp', line: { connectionUse: 'per-unit' }, device: {} },
  { transport: 'tcp', line: { connectionUse: 'per-unit' }, device: { pipelineDepth: 2, retries: 0 } },
  { transport: 'tcp', line: { connectionLife: 'per-request', afterConnectDelayMs: 10 }, device: {} },
  { transport: 'tcp', line: { interRequestDelayMs: 20 }, device: { requestDelayMs: 50, maxRegistersPerRead: 1, gapTolerance: 0 } },
  { transport: 'tcp', line: { ...plain(gentle?.lineSettings) }, device: { ...plain(gentle?.deviceSettings) } },
  { transport: 'tls', line: {}, device: { retries: 3 } },
  { transport: 'udp', line: {}, device: { pipelineDepth: 2 } },
  { transport: 'udp', line: {}, device: { retries: 3 } },
  { transport: 'rtu-over-tcp', line: {}, device: {} },
  { transport: 'rtu-over-tcp', line: { connectionUse: 'per-unit' }, device: { retries: 3 } },
  { transport: 'rtu-over-tcp', line: { connectionLife: 'per-request' }, device: { retries: 0 } },
  { transport: 'rtu', line: { baudRate: 115_200 }, device: {} },
  { transport: 'rtu', line: { baudRate: 115_200 }, device: { retries: 0, requestDelayMs: 20 } },
  { transport: 'rtu', line: { baudRate: 115_200, ...plain(gentle?.lineSettings) }, device: { ...plain(gentle?.deviceSettings), retries: 3 } },
  { transport: 'ascii', line: { baudRate: 115_200 }, device: {} },
  { transport: 'ascii', line: { baudRate: 115_200 }, device: { retries: 0 } },
];

const open: BadLine[] = [];
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ line }) => line.close()));
  vi.useRealTimers();
});

/** What is wrong about the values of a read: a good one that the server does not hold. */
function wrongValues(unit: number, values: readonly unknown[]): string[] {
  return values.flatMap((value, at) => {
    const right = registerOf(unit, ADDRESSES[at] ?? 0);
    return typeof value === 'number' && value !== right ? [`unit ${unit}, register ${ADDRESSES[at] ?? 0}: ${value}, not ${right}`] : [];
  });
}

function name({ transport, line, device }: Variant): string {
  const told = Object.entries({ ...line, ...device }).map(([key, value]) => `${key} ${value}`);
  return `${transport}${told.length > 0 ? `, ${told.join(', ')}` : ''}`;
}

/** Reads both units every 500 ms while unit 1 misbehaves; what was wrong, and how often the neighbour gave all its values. */
async function suffer(bad: DeviceUnderTest, neighbour: DeviceUnderTest, rounds: number): Promise<{ wrong: string[]; neighbourGood: number }> {
  const wrong: string[] = [];
  let neighbourGood = 0;
  for (let round = 0; round < rounds; round += 1) {
    // A read must end whatever the server does: that it takes longer than a round of polls is no harm.
    const [ofBad, ofNeighbour] = await Promise.all([drive(bad.values(), 30_000), drive(neighbour.values(), 30_000)]);
    wrong.push(...wrongValues(1, ofBad), ...wrongValues(2, ofNeighbour));
    if (ofNeighbour.every((value) => typeof value === 'number')) neighbourGood += 1;
    await goBy(500);
  }
  return { wrong, neighbourGood };
}

describe.each(variants.map((variant) => [name(variant), variant] as const))('a driver with %s', (_name, variant) => {
  it.each(faults.filter(({ wires }) => wires === undefined || wires.includes(badServerOn(variant.transport).wire)))('survives a server that $name', async (fault) => {
    const peer = new BadLine(variant.transport, variant.line);
    open.push(peer);
    const settings = { timeoutMs: 400, retries: 1, ...variant.device };
    const bad = new DeviceUnderTest(peer.line, { ...settings, unitId: 1 }, POINTS);
    const neighbour = new DeviceUnderTest(peer.line, { ...settings, unitId: 2 }, POINTS);
    bad.driver.connect();
    neighbour.driver.connect();
    await goBy(1000);
    expect([bad.state.state, neighbour.state.state]).toEqual(['connected', 'connected']);

    const wrong: string[] = [];
    for (const every of [1, 3]) {
      peer.server.fault = fault;
      peer.server.every = every;
      const seen = await suffer(bad, neighbour, 12);
      wrong.push(...seen.wrong);
      const alone = variant.line['connectionUse'] === 'per-unit' || variant.line['connectionLife'] === 'per-request';
      const least = fault.takesTheConnection !== true || alone ? 9 : 0;
      expect(seen.neighbourGood, `rounds in which the neighbour gave its values, one request in ${every} bad`).toBeGreaterThanOrEqual(least);
      peer.server.fault = null;
      await goBy(35_000);
      expect([bad.state.state, neighbour.state.state]).toEqual(['connected', 'connected']);
    }
    const pipelined = peer.server.wire === 'mbap' && variant.transport !== 'udp' && Number(variant.device['pipelineDepth'] ?? 1) > 1;
    expect(pipelined && fault.untellableWhenPipelined === true ? [] : wrong).toEqual([]);
    // An address that was refused is left out of reads for ten minutes, and then tried again.
    await goBy(600_000);
    await drive(bad.values(), 30_000);
    expect(await drive(Promise.all([bad.values(), neighbour.values()]), 30_000)).toEqual([1, 2].map((unit) => ADDRESSES.map((address) => registerOf(unit, address))));
    expect([...bad.faults, ...neighbour.faults]).toEqual([]);
  });
});
