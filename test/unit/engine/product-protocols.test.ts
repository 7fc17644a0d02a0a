import { afterEach, describe, expect, it } from 'vitest';
import { productProtocols } from '../../../electron/engine/product-protocols';
import type { Driver, LineDriver, Protocol } from '../../../electron/protocols/protocol';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import { bare } from '../../../electron/project/point-list/words';

type Capability = ProtocolDescription['capabilities'][number];

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const opened of open.splice(0)) await opened.close();
});

/** A line and a device of the protocol with the settings that its description offers; neither opens anything yet. */
function driverOf(protocol: Protocol): Driver {
  const settings = Object.fromEntries(protocol.description.lineFields.map(({ key, defaultValue }) => [key, defaultValue === '' && key === 'host' ? '127.0.0.1' : defaultValue]));
  const nothing = (): void => undefined;
  const clock = { nowMicros: () => 0, monotonicMs: () => 0 };
  const log = { info: nothing, warn: nothing, error: nothing, failure: (what: string) => what };
  const line: LineDriver = protocol.createLine(protocol.lineSettings.parse(settings), { clock, log, secret: () => Promise.resolve(null), onFrame: nothing, onState: nothing });
  const driver = line.createDevice(protocol.deviceSettings.parse({}), { label: 'one', onState: nothing, onFinding: nothing, findings: [], guard: (action) => action });
  open.push({ close: () => driver.close() }, { close: () => line.close() });
  return driver;
}

/** What the optional members of {@link Driver} are called in a description. Preparing comes with writing, and every line tests. */
const WORDS = {
  poll: ['poll'],
  push: ['subscribe'],
  browse: ['browse'],
  write: ['write', 'prepare-write'],
  inspect: ['inspect'],
  request: ['request'],
  identify: ['identify'],
  depth: ['measure-depth'],
  act: ['act'],
  command: ['command'],
  eventPath: ['event-path'],
  inventory: ['inventory'],
  files: ['files'],
} as const satisfies Partial<Record<keyof Driver, readonly Capability[]>>;

function capabilitiesOf(protocol: Protocol): string[] {
  const driver = driverOf(protocol);
  const members: (keyof typeof WORDS)[] = ['poll', 'push', 'browse', 'write', 'inspect', 'request', 'identify', 'depth', 'act', 'command', 'eventPath', 'inventory', 'files'];
  return ['test', ...(protocol.selfDescription ? ['describe-itself'] : []), ...(protocol.wordBits ? ['word-bits'] : []), ...members.flatMap((member) => (driver[member] === undefined ? [] : WORDS[member]))];
}

for (const protocol of productProtocols()) {
  const { name, capabilities } = protocol.description;
  describe(`the protocol ${name}`, () => {
    it('describes the capabilities that its devices have', () => {
      expect([...capabilities].sort()).toEqual(capabilitiesOf(protocol).sort());
    });

    it('describes the kinds of files that it reads and writes', () => {
      expect((protocol.description.mapFiles ?? []).map(({ id }) => id)).toEqual((protocol.mapFiles ?? []).map(({ id }) => id));
    });

    it('has a column for every header that it knows other spellings of, and no spelling of two columns', () => {
      const { headers, spellings = {} } = protocol.addressColumns;
      expect(headers).toEqual(expect.arrayContaining(Object.keys(spellings)));
      const all = [...headers, ...Object.values(spellings).flat()].map(bare);
      expect(all).toEqual([...new Set(all)]);
    });
  });
}

it('tells existing clients the figures that they know of a protocol', () => {
  const figures = productProtocols().map((protocol) => [protocol.description.name, protocol.apiMetrics?.({ devicesConnected: 1, points: 2, requests: 3, responses: 4 })]);
  expect(Object.fromEntries(figures)).toMatchObject({ modbus: { active_devices: 1, total_registers: 2 }, dnp3: { active_outstations: 1, data_points: 2 }, mqtt: { messages_sent: 3, messages_received: 4 } });
});
