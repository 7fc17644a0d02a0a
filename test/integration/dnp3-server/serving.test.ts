import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { faultSchema } from '../../../shared/domain/simulator';
import { openSerial } from '../../../electron/io/serial';
import { openTlsClient } from '../../../electron/io/tls-client';
import { openUdp } from '../../../electron/io/udp';
import { COMMAND_STATUS, controlCodeOctet, FLAG, freeze, header, IIN, restart, timeSync, type Command, type OperationName, type TripCloseName } from '../../../electron/stacks/dnp3';
import { connectMasters, feederPoints, lastOf, QUIET, serveDnp3, TestSource, type ServedDnp3, type TestMaster } from '../../support/dnp3-served';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { makeCertificates } from '../../support/test-certificates';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const feeder = feederPoints();
const sourceOf = (settings: object = {}) => new TestSource([{ settings: { outstationAddress: 10, ...settings }, points: Object.values(feeder) }]);

async function serve(source: TestSource, settings: Parameters<typeof serveDnp3>[1] = {}): Promise<ServedDnp3> {
  const served = await serveDnp3(source, settings);
  closers.push(() => served.close());
  return served;
}

async function master(...given: Parameters<typeof connectMasters>): Promise<TestMaster> {
  const [only] = await connectMasters(...given);
  if (only === undefined) throw new Error('no master');
  closers.push(() => only.close());
  return only;
}

const quiet = { outstation: 10, master: 1, settings: QUIET };
const crob = (operation: OperationName, more: { readonly tripClose?: TripCloseName; readonly index?: number; readonly count?: number; readonly onMs?: number } = {}): Command => ({
  group: 12,
  variation: 1,
  index: more.index ?? 0,
  value: { controlCode: controlCodeOctet({ operation, queue: false, clear: false, tripClose: more.tripClose ?? 'nul' }), count: more.count ?? 1, onMs: more.onMs ?? 30, offMs: 30 },
});
const statusesOf = (outcome: Awaited<ReturnType<TestMaster['operate']>>): unknown => (outcome.ok ? [0] : outcome.failure.kind === 'command' ? outcome.failure.statuses : outcome.failure);

describe('points', () => {
  it('are read by an integrity poll with their flags, in variations that fit their data types', async () => {
    const source = sourceOf();
    source.values.set(feeder.voltage.id, 231.5).set(feeder.breaker.id, 2).set(feeder.door.id, true).set(feeder.energy.id, 4_000_000_000);
    const { port } = await serve(source);
    const asked = await master(port, [quiet]);
    expect(await asked.poll()).toMatchObject({ ok: true });
    expect(lastOf(asked.reports, feeder.voltage, 'analog')).toMatchObject({ group: 30, variation: 5, value: { value: 231.5, flags: FLAG.online } });
    expect(lastOf(asked.reports, feeder.breaker, 'double-bit')).toMatchObject({ value: { value: 2, flags: FLAG.online } });
    expect(lastOf(asked.reports, feeder.door, 'binary')).toMatchObject({ value: { value: 1 } });
    expect(lastOf(asked.reports, feeder.energy, 'counter')).toMatchObject({ value: { value: 4_000_000_000 } });
    expect(lastOf(asked.reports, feeder.setpoint, 'analog-output')).toMatchObject({ group: 40, variation: 2 });
  });

  it('become events with the time of their change, of the class of their type, beyond their deadband', async () => {
    const source = sourceOf({ unsolicited: false });
    source.values.set(feeder.voltage.id, 230);
    const { port, host } = await serve(source);
    const asked = await master(port, [quiet]);
    await asked.poll();
    asked.reports.length = 0;
    source.values.set(feeder.voltage.id, 233);
    host.tick?.();
    await asked.poll();
    expect(asked.reports.filter(({ group }) => group === 32)).toEqual([]);
    expect(lastOf(asked.reports, feeder.voltage, 'analog')?.value.value).toBe(233);
    const before = Date.now();
    source.values.set(feeder.voltage.id, 240).set(feeder.door.id, true);
    host.tick?.();
    await asked.poll();
    expect(asked.indications.at(-1)).toBe(IIN.needTime);
    const events = asked.reports.filter(({ kind }) => kind === 'event');
    expect(events).toMatchObject([
      { group: 2, variation: 2, index: 0, value: { value: 1 } },
      { group: 32, variation: 7, index: 0, value: { value: 240 } },
    ]);
    for (const { value } of events) expect(Math.abs((value.time ?? 0) - before)).toBeLessThan(5000);
  });

  it('are flagged as communication lost while their value can not be told, and keep the last', async () => {
    const source = sourceOf();
    source.values.set(feeder.voltage.id, 230);
    const { port, host } = await serve(source);
    source.values.set(feeder.voltage.id, undefined);
    host.tick?.();
    const asked = await master(port, [quiet]);
    await asked.poll();
    expect(lastOf(asked.reports, feeder.voltage, 'analog')?.value).toMatchObject({ value: 230, flags: FLAG.commLost });
  });

  it('count from zero again once a master froze and cleared a counter, and not back up', async () => {
    const source = sourceOf();
    source.values.set(feeder.energy.id, 1000);
    const { port, host } = await serve(source);
    const asked = await master(port, [quiet]);
    expect(await asked.run((done) => freeze([header(20, 0)], true, done))).toMatchObject({ ok: true });
    source.values.set(feeder.energy.id, 1007);
    host.tick?.();
    await asked.poll();
    expect(lastOf(asked.reports, feeder.energy, 'counter')?.value.value).toBe(7);
  });
});

describe('unsolicited responses', () => {
  it('bring changes once a master enabled them, and are not sent where they are off', async () => {
    const source = sourceOf();
    const { port, host } = await serve(source);
    const asked = await master(port, [{ ...quiet, settings: { ...QUIET, unsolicitedClasses: [1, 2, 3] } }]);
    await expect.poll(() => asked.reports.length, { timeout: 5000 }).toBeGreaterThan(0);
    await expect
      .poll(
        () => {
          source.values.set(feeder.door.id, !(source.values.get(feeder.door.id) === true));
          host.tick?.();
          return asked.unsolicited.length;
        },
        { timeout: 5000 },
      )
      .toBeGreaterThan(0);
    expect(asked.unsolicited[0]).toMatchObject({ group: 2, index: 0 });
    const silent = sourceOf({ unsolicited: false });
    const other = await serve(silent);
    const refused = await master(other.port, [{ ...quiet, settings: { ...QUIET, unsolicitedClasses: [1] } }]);
    await refused.poll();
    await expect.poll(() => refused.indications.some((iin) => (iin & IIN.functionNotSupported) !== 0), { timeout: 5000 }).toBe(true);
  });

  it('come before the master has said anything, and events wait for one that is away', async () => {
    const source = sourceOf({ unsolicitedAtOnce: true });
    const { port, host } = await serve(source);
    source.values.set(feeder.door.id, true);
    host.tick?.();
    const asked = await master(port, [{ ...quiet, settings: { ...QUIET, disableUnsolicitedFirst: false, unsolicitedClasses: [1, 2, 3] } }]);
    await expect.poll(() => asked.reports.filter(({ group }) => group === 2).length, { timeout: 5000 }).toBe(1);
  });
});

describe('commands', () => {
  it('go to the source with who and what, and the output status follows', async () => {
    const source = sourceOf({ unsolicited: false });
    const { port } = await serve(source);
    const asked = await master(port, [quiet]);
    expect(statusesOf(await asked.operate(crob('latchOn')))).toEqual([0]);
    expect(source.writes).toHaveLength(1);
    expect(source.writes[0]).toMatchObject({ point: feeder.close.id, value: true, operation: 'CROB latch on' });
    expect(source.writes[0]?.client).toMatch(/^127\.0\.0\.1:\d+, master 1$/);
    expect(statusesOf(await asked.operate({ group: 41, variation: 2, index: 0, value: { value: 42 } }, 'direct'))).toEqual([0]);
    await asked.poll();
    expect(lastOf(asked.reports, feeder.close, 'binary-output')).toMatchObject({ value: { value: 1 } });
    expect(lastOf(asked.reports, feeder.setpoint, 'analog-output')).toMatchObject({ value: { value: 42 } });
    expect(asked.reports.filter(({ kind, group }) => kind === 'event' && (group === 11 || group === 42))).toHaveLength(2);
  });

  it('trip and close move the point for good, and a pulse goes back by itself', async () => {
    const source = sourceOf();
    const { port } = await serve(source);
    const asked = await master(port, [quiet]);
    await asked.operate(crob('pulseOn', { tripClose: 'close' }));
    await asked.operate(crob('pulseOn', { tripClose: 'trip' }));
    expect(source.writes.map(({ value }) => value)).toEqual([true, false]);
    source.writes.length = 0;
    await asked.operate(crob('pulseOn', { count: 2 }), 'direct');
    await expect.poll(() => source.writes.map(({ value }) => value), { timeout: 5000 }).toEqual([true, false, true, false]);
  });

  it('are refused by name: no such point, read only, out of range, by the source, in another way than listed', async () => {
    const source = sourceOf({ controls: 'listed' });
    const { port, host } = await serve(source);
    const asked = await master(port, [quiet]);
    expect(statusesOf(await asked.operate(crob('latchOn', { index: 77 })))).toEqual([COMMAND_STATUS.notSupported]);
    expect(statusesOf(await asked.operate(crob('latchOn', { index: 1 })))).toEqual([COMMAND_STATUS.notSupported]);
    expect(statusesOf(await asked.operate(crob('pulseOn')))).toEqual([COMMAND_STATUS.notSupported]);
    expect(statusesOf(await asked.operate({ group: 41, variation: 1, index: 0, value: { value: 101 } }))).toEqual([COMMAND_STATUS.outOfRange]);
    expect(source.writes).toEqual([]);
    source.accepts = false;
    expect(statusesOf(await asked.operate(crob('latchOn')))).toEqual([COMMAND_STATUS.blocked]);
    expect(host.counts().refused).toBe(5);
    expect(host.asked().asked.find(({ refusal }) => refusal.includes('out of range'))).toMatchObject({ unit: '10 by master 1', operation: '03 Select', addresses: 'g41v1 0' });
  });
});

describe('masters', () => {
  it('that are not known get no answer, and are told of', async () => {
    const source = sourceOf({ masterAddress: 1, otherMasters: '3-4' });
    const { port, host } = await serve(source);
    const stranger = await master(port, [{ outstation: 10, master: 2, settings: { ...QUIET, responseTimeoutMs: 200 } }]);
    expect(await stranger.poll()).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    const known = await master(port, [{ outstation: 10, master: 4, settings: QUIET }]);
    expect(await known.poll()).toMatchObject({ ok: true });
    expect(host.asked().asked.find(({ unit }) => unit === '10 by master 2')?.refusal).toBe('Master 2 is not known to it; nothing was answered');
  });

  it('share one port: several outstations, each by its address, and two masters of one', async () => {
    const other = feederPoints();
    const source = new TestSource([
      { settings: { outstationAddress: 10, otherMasters: '2', unsolicited: false }, points: Object.values(feeder) },
      { settings: { outstationAddress: 11, unsolicited: false }, points: Object.values(other) },
    ]);
    source.values.set(feeder.voltage.id, 100).set(other.voltage.id, 200);
    const { port, host, server } = await serve(source);
    const [first, second] = await connectMasters(port, [quiet, { outstation: 11, master: 1, settings: QUIET }]);
    closers.push(() => first?.close());
    const third = await master(port, [{ outstation: 10, master: 2, settings: QUIET }]);
    for (const each of [first!, second!, third]) expect(await each.poll()).toMatchObject({ ok: true });
    expect([first!, second!, third].map(({ reports }) => lastOf(reports, feeder.voltage, 'analog')?.value.value)).toEqual([100, 200, 100]);
    expect(server.clients()).toHaveLength(2);
    // Each master of one outstation has every event.
    source.values.set(feeder.door.id, true);
    host.tick?.();
    await first!.poll();
    await third.poll();
    expect([first!, third].map(({ reports }) => reports.filter(({ group }) => group === 2).length)).toEqual([1, 1]);
    expect(await second!.poll()).toMatchObject({ ok: true });
    expect(second!.reports.filter(({ group }) => group === 2)).toEqual([]);
  });

  it('keep their events while they are away, and are answered on whatever connection they come back by', async () => {
    const source = sourceOf({ unsolicited: false });
    const { port, host, server } = await serve(source);
    const first = await master(port, [quiet]);
    await first.poll();
    first.close();
    await expect.poll(() => server.clients().length, { timeout: 5000 }).toBe(0);
    source.values.set(feeder.door.id, true);
    host.tick?.();
    const again = await master(port, [quiet]);
    await again.poll();
    expect(again.reports.filter(({ group }) => group === 2)).toHaveLength(1);
  });
});

describe('switches', () => {
  const order = ({ host }: ServedDnp3, switchId: string, more: { on?: boolean; settings?: Record<string, number | string>; pointIds?: string[] } = {}) => host.switches?.order({ unit: '10', switchId, on: more.on ?? true, settings: more.settings ?? {}, pointIds: more.pointIds ?? null });

  it('restart: silent, then back with the indication, its events gone', async () => {
    const source = sourceOf({ unsolicited: false, restartS: 1 });
    const served = await serve(source);
    const asked = await master(served.port, [{ ...quiet, settings: { ...QUIET, responseTimeoutMs: 100 } }]);
    await expect.poll(async () => ((await asked.poll()).ok ? (asked.indications.at(-1) ?? 0) & IIN.deviceRestart : -1), { timeout: 5000 }).toBe(0);
    source.values.set(feeder.door.id, true);
    served.host.tick?.();
    asked.reports.length = 0;
    expect(order(served, 'restart')).toBeNull();
    expect(served.host.switches?.on()).toContainEqual({ unit: '10', switchId: 'restart', whole: true, detail: 'under way' });
    expect(await asked.poll()).toMatchObject({ ok: false });
    await expect.poll(async () => (await asked.poll()).ok, { timeout: 5000 }).toBe(true);
    expect(asked.indications.some((iin) => (iin & IIN.deviceRestart) !== 0)).toBe(true);
    expect(asked.reports.filter(({ kind }) => kind === 'event')).toEqual([]);
  });

  it('restart by the master too: it is told how long that takes', async () => {
    const served = await serve(sourceOf({ restartS: 0.2 }));
    const asked = await master(served.port, [quiet]);
    expect(await asked.run((done) => restart('cold', done))).toMatchObject({ ok: true });
    await expect.poll(() => served.host.switches?.on().some(({ switchId }) => switchId === 'restart'), { timeout: 5000 }).toBe(true);
    await expect.poll(() => served.host.switches?.on().some(({ switchId }) => switchId === 'restart'), { timeout: 5000 }).toBe(false);
  });

  it('need time: on until a master sets the time, which its events then have', async () => {
    const source = sourceOf({ needTimeAtStart: false, unsolicited: false });
    const served = await serve(source);
    const asked = await master(served.port, [quiet]);
    await asked.poll();
    expect((asked.indications.at(-1) ?? 0) & IIN.needTime).toBe(0);
    order(served, 'need-time');
    await asked.poll();
    expect((asked.indications.at(-1) ?? 0) & IIN.needTime).toBe(IIN.needTime);
    const anHourAgo = Date.now() - 3_600_000;
    expect(await asked.run((done) => timeSync('lan', () => anHourAgo, done))).toMatchObject({ ok: true });
    expect(served.host.switches?.on()).toEqual([]);
    source.values.set(feeder.door.id, true);
    served.host.tick?.();
    await asked.poll();
    expect(Math.abs((asked.reports.find(({ group }) => group === 2)?.value.time ?? 0) - anHourAgo)).toBeLessThan(5000);
  });

  it('local control: shown, and every command is refused as local until it is off', async () => {
    const source = sourceOf();
    const served = await serve(source);
    const asked = await master(served.port, [quiet]);
    order(served, 'local');
    expect(statusesOf(await asked.operate(crob('latchOn')))).toEqual([COMMAND_STATUS.local]);
    expect((asked.indications.at(-1) ?? 0) & IIN.localControl).toBe(IIN.localControl);
    expect(source.writes).toEqual([]);
    order(served, 'local', { on: false });
    expect(statusesOf(await asked.operate(crob('latchOn')))).toEqual([0]);
  });

  it('device trouble, corrupt configuration, dead', async () => {
    const served = await serve(sourceOf());
    const asked = await master(served.port, [{ ...quiet, settings: { ...QUIET, responseTimeoutMs: 200 } }]);
    order(served, 'trouble');
    order(served, 'corrupt');
    await asked.poll();
    expect((asked.indications.at(-1) ?? 0) & (IIN.deviceTrouble | IIN.configurationCorrupt)).toBe(IIN.deviceTrouble | IIN.configurationCorrupt);
    order(served, 'dead');
    expect(await asked.poll()).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    order(served, 'dead', { on: false });
    expect(await asked.poll()).toMatchObject({ ok: true });
  });

  it('flags: of one point or of all that have them, each change an event', async () => {
    const served = await serve(sourceOf({ unsolicited: false }));
    const asked = await master(served.port, [quiet]);
    await asked.poll();
    asked.reports.length = 0;
    expect(order(served, 'comm-lost', { pointIds: [feeder.door.id] })).toBeNull();
    expect(order(served, 'over-range')).toBeNull();
    await asked.poll();
    expect(asked.reports.filter(({ kind }) => kind === 'event').map(({ type, value }) => [type, value.flags])).toEqual([
      ['binary', FLAG.commLost],
      ['analog', FLAG.online | FLAG.overRange],
      ['analog-output', FLAG.online | FLAG.overRange],
    ]);
    expect(served.host.switches?.on().filter(({ switchId }) => switchId !== 'need-time')).toEqual([
      { unit: '10', switchId: 'over-range', whole: true, detail: '' },
      { unit: '10', switchId: 'comm-lost', whole: false, detail: '1 point' },
    ]);
    expect(served.host.switches?.onAt(feeder.door.id)).toEqual(['comm-lost']);
    expect(order(served, 'comm-lost', { on: false })).toBeNull();
    expect(served.host.switches?.onAt(feeder.door.id)).toEqual([]);
    expect(order(served, 'local', { pointIds: [feeder.door.id] })).toBe('Local control is for an outstation as a whole');
  });

  it('a burst makes exactly so many events and leaves the values of before', async () => {
    const source = sourceOf({ unsolicited: false });
    source.values.set(feeder.voltage.id, 230).set(feeder.door.id, true);
    const served = await serve(source);
    const asked = await master(served.port, [quiet]);
    await asked.poll();
    asked.reports.length = 0;
    expect(order(served, 'burst', { settings: { events: 101 } })).toBeNull();
    served.host.tick?.();
    await asked.poll();
    expect(asked.reports.filter(({ kind }) => kind === 'event')).toHaveLength(101);
    expect(new Set(asked.reports.filter(({ group }) => group === 2).map(({ value }) => value.value))).toEqual(new Set([0, 1]));
    expect(lastOf(asked.reports, feeder.door, 'binary')?.value.value).toBe(1);
    expect(lastOf(asked.reports, feeder.voltage, 'analog')?.value.value).toBe(230);
    const events = asked.reports.filter(({ kind }) => kind === 'event');
    expect(new Set(events.map(({ group, index, value }) => `${group} ${index} ${value.time}`)).size, 'no two events of a point at one time').toBe(101);
    asked.reports.length = 0;
    order(served, 'burst', { settings: { events: 20, perSecond: 200, type: 'binary' } });
    expect(served.host.switches?.on().some(({ detail }) => detail.endsWith('of 20 events'))).toBe(true);
    await expect.poll(() => served.host.switches?.on().some(({ switchId }) => switchId === 'burst'), { timeout: 5000 }).toBe(false);
    await asked.poll();
    expect(asked.reports.filter(({ group }) => group === 2)).toHaveLength(20);
  });

  it('overflow fills the buffer, which is told until events were taken', async () => {
    const served = await serve(sourceOf({ unsolicited: false, eventsPerType: 50 }));
    const asked = await master(served.port, [quiet]);
    await asked.poll();
    asked.reports.length = 0;
    expect(order(served, 'overflow')).toBeNull();
    await asked.poll();
    expect((asked.indications.at(-1) ?? 0) & IIN.eventBufferOverflow).toBe(IIN.eventBufferOverflow);
    expect(asked.reports.filter(({ kind }) => kind === 'event')).toHaveLength(50);
    await asked.poll();
    expect((asked.indications.at(-1) ?? 0) & IIN.eventBufferOverflow).toBe(0);
  });
});

describe('faults', () => {
  const certain = (kind: string, settings: object = {}, scope: object = {}) => faultSchema.parse({ id: randomUUID(), kind, settings, scope });

  it.each([
    ['no answer', 'no-answer', {}],
    ['a wrong checksum', 'wrong-crc', {}],
    ['another source', 'wrong-source', {}],
    ['half a frame', 'truncated', {}],
    ['another sequence number', 'wrong-sequence', {}],
  ])('leave the master without an answer: %s', async (_what, kind, settings) => {
    const served = await serve(sourceOf({ unsolicited: false }));
    const asked = await master(served.port, [{ ...quiet, settings: { ...QUIET, responseTimeoutMs: 200 } }]);
    await asked.poll();
    const fault = certain(kind, settings);
    served.host.setFaults([fault], 1);
    expect(await asked.poll()).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    expect(served.host.faultsMet()[fault.id]).toBeGreaterThan(0);
    served.host.setFaults([], 1);
    await expect.poll(async () => (await asked.poll()).ok, { timeout: 5000 }).toBe(true);
  });

  it('delay, split, double and dirty frames, which a good master takes all the same', async () => {
    const served = await serve(sourceOf({ unsolicited: false }));
    const asked = await master(served.port, [quiet]);
    served.host.setFaults([certain('delay', { ms: 30 }), certain('split', { gapMs: 0 }), certain('garbage', { octets: 20 })], 1);
    expect(await asked.poll()).toMatchObject({ ok: true });
    served.host.setFaults([certain('duplicated')], 1);
    expect(await asked.poll()).toMatchObject({ ok: true });
  });

  it('refuse commands with any status, and requests with any indication, of one master alone', async () => {
    const source = sourceOf({ otherMasters: '2', unsolicited: false });
    const served = await serve(source);
    const [one, two] = await connectMasters(served.port, [quiet, { outstation: 10, master: 2, settings: QUIET }]);
    closers.push(() => one?.close());
    served.host.setFaults([certain('command-status', { status: 14 }, { master: 2 }), certain('refusal', { bit: 'object-unknown' }, { master: 2, function: 1 })], 1);
    expect(statusesOf(await one!.operate(crob('latchOn')))).toEqual([0]);
    expect(statusesOf(await two!.operate(crob('latchOn')))).toEqual([COMMAND_STATUS.alreadyComplete]);
    expect(await one!.poll()).toMatchObject({ ok: true });
    await two!.poll();
    expect((two!.indications.at(-1) ?? 0) & IIN.objectUnknown).toBe(IIN.objectUnknown);
  });

  it('take a confirm away, so that events come twice', async () => {
    const source = sourceOf({ unsolicited: false, confirmTimeoutMs: 100 });
    const served = await serve(source);
    const asked = await master(served.port, [quiet]);
    await asked.poll();
    asked.reports.length = 0;
    source.values.set(feeder.door.id, true);
    served.host.tick?.();
    const fault = certain('confirm-lost');
    served.host.setFaults([fault], 1);
    await asked.poll();
    await expect.poll(() => served.host.faultsMet()[fault.id], { timeout: 5000 }).toBe(1);
    served.host.setFaults([], 1);
    await expect.poll(async () => (await asked.poll(), asked.reports.filter(({ group }) => group === 2).length), { timeout: 5000 }).toBe(2);
  });

  it('refuse the link layer: its confirmed data is not taken', async () => {
    const served = await serve(sourceOf({ unsolicited: false }));
    const asked = await master(served.port, [{ ...quiet, link: { confirmed: 'always', timeoutMs: 200 }, settings: { ...QUIET, responseTimeoutMs: 400 } }]);
    served.host.setFaults([certain('link-refuses')], 1);
    expect(await asked.poll()).toMatchObject({ ok: false });
    served.host.setFaults([], 1);
    await expect.poll(async () => (await asked.poll()).ok, { timeout: 5000 }).toBe(true);
  });

  it('leave a connection stuck', async () => {
    const served = await serve(sourceOf());
    served.host.faultOnce({ kind: 'stuck', settings: {}, scope: {} });
    const asked = await master(served.port, [{ ...quiet, settings: { ...QUIET, responseTimeoutMs: 200 } }]);
    expect(await asked.poll()).toMatchObject({ ok: false });
    expect(served.server.clients()).toEqual([]);
    const second = await master(served.port, [quiet]);
    expect(await second.poll()).toMatchObject({ ok: true });
  });
});

describe('other transports', () => {
  it('UDP', async () => {
    const source = sourceOf({ unsolicited: false });
    const { port } = await serve(source, { transport: 'udp' });
    const asked = await master(await openUdp({ host: '127.0.0.1', port }), [quiet]);
    expect(await asked.poll()).toMatchObject({ ok: true });
    expect(statusesOf(await asked.operate(crob('latchOn')))).toEqual([0]);
  });

  it('TLS with certificates on both sides', async () => {
    const certificates = makeCertificates();
    closers.push(() => certificates.close());
    const served = await serveDnp3(sourceOf({ unsolicited: false }), { transport: 'tls', certificate: certificates.pem('server.crt'), key: 'in the vault', clientCa: certificates.pem('ca.crt') }, (reference) => Promise.resolve(reference === 'in the vault' ? certificates.pem('server.key') : null));
    closers.push(() => served.close());
    const channel = await openTlsClient({ host: '127.0.0.1', port: served.port, connectTimeoutMs: 5000, ca: certificates.pem('ca.crt'), certificate: certificates.pem('client.crt'), key: certificates.pem('client.key') });
    const asked = await master(channel, [quiet]);
    expect(await asked.poll()).toMatchObject({ ok: true });
  });

  it('a serial line with two outstations and link confirms', async () => {
    const folder = temporaryFolder();
    closers.push(() => folder.close());
    const pair = await openPtyPair(folder.path);
    closers.push(() => pair.close());
    const other = feederPoints();
    const source = new TestSource([
      { settings: { outstationAddress: 10, unsolicited: false, linkConfirm: 'always' }, points: Object.values(feeder) },
      { settings: { outstationAddress: 11, unsolicited: false, linkConfirm: 'always' }, points: Object.values(other) },
    ]);
    source.values.set(other.voltage.id, 77);
    const served = await serveDnp3(source, { transport: 'serial', serialPath: pair.near });
    closers.push(() => served.close());
    expect(served.server.address).toBe(`${pair.near} 9600 8N1`);
    const channel = await openSerial({ path: pair.far, baudRate: 9600, parity: 'none', dataBits: 8, stopBits: 1 });
    const [first, second] = await connectMasters(channel, [quiet, { outstation: 11, master: 1, settings: QUIET }]);
    closers.push(() => first?.close());
    expect(await first!.poll()).toMatchObject({ ok: true });
    expect(await second!.poll()).toMatchObject({ ok: true });
    expect(lastOf(second!.reports, other.voltage, 'analog')?.value.value).toBe(77);
  });
});
