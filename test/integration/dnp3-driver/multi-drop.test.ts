import { afterEach, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import type { Driver, DriverState, LineDriver, Reading } from '../../../electron/protocols/protocol';
import { Database, decodeHeader, decodeLinkFrame, DEFAULT_OUTSTATION, Dnp3Line, FLAG, FUNCTION, Outstation, outstationLink, TransportReassembler } from '../../../electron/stacks/dnp3';
import { makePoint } from '../../support/domain-fixtures';
import { points, ScriptedDevice } from '../../support/dnp3-driven-outstation';
import { LineRecorder, until } from '../../support/modbus-line';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';

/** Three outstations on one serial line as RS-485, the third of which is dead. */

const WITHIN_MS = 30_000;
/** Long enough for a busy machine: an answer that comes later looks like one that nobody asked for. */
const RESPONSE_MS = 1000;
const LIVE = [10, 11] as const;
const DEAD = 12;
const EVENTS = 40;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Outstations at the far end of a line, with an analog input 0 and a binary output 0. */
async function serveAt(path: string) {
  const far = new Dnp3Line();
  const stations = LIVE.map((address) => {
    const database = new Database({ analog: points(1, { eventClass: 1, staticVariation: 5, eventVariation: 7 }), 'binary-output': points(1, { eventClass: 1 }) });
    for (const type of ['analog', 'binary-output'] as const) database.update(type, 0, { value: 0, flags: FLAG.online }, far.now);
    const device = new ScriptedDevice();
    far.add(new Outstation(database, device).session({ ...DEFAULT_OUTSTATION, confirmTimeoutMs: 2000, link: outstationLink(address, 1) }, far.environment, far.now));
    return { database, device };
  });
  far.attach(await openSerial({ path, baudRate: 115_200 }));
  closers.push(() => far.close());
  return { far, stations };
}

function watch(line: LineDriver, outstationAddress: number) {
  const states: DriverState[] = [];
  const readings: Reading[] = [];
  const driver: Driver = line.createDevice(
    { outstationAddress, responseTimeoutMs: RESPONSE_MS, linkTimeoutMs: RESPONSE_MS, retries: 1, eventPollS: 0.1, integrityIntervalS: 1, timeSync: 'none' },
    { label: `RTU ${outstationAddress}`, onState: (state) => states.push(state), onFinding: () => undefined, onFindingGone: () => undefined, findings: [], guard: (action) => action },
  );
  const input = makePoint({ dataType: 'float64', address: { type: 'analog-input', index: 0 } });
  const output = makePoint({ dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0, control: 'latch' } });
  driver.setPoints([input, output]);
  driver.push?.subscribe((some) => readings.push(...some.filter(({ pointId, quality }) => pointId === input.id && quality.level === 'good')));
  driver.connect();
  closers.push(() => driver.close());
  return { driver, states, readings, output };
}

/** What the master saw on the wire: whom it asked, and what came of it. */
function exchanges(recorder: LineRecorder): { readonly asked: number[]; readonly faults: string[] } {
  const asked: number[] = [];
  const faults: string[] = [];
  const reassembler = new TransportReassembler();
  let under: { readonly outstation: number; readonly time: number } | undefined;
  for (const { time, direction, octets } of recorder.frames) {
    const decoded = decodeLinkFrame(octets, 0);
    if (decoded.kind !== 'value') continue;
    const { source, destination, userData } = decoded.value;
    if (direction === 'sent') {
      if (userData[2] === FUNCTION.confirm) continue;
      // Whoever did not answer for most of its time is given up; the clock of the frames is not the one that times out.
      if (under !== undefined && time - under.time < 0.5 * RESPONSE_MS * 1000) faults.push(`${destination} is asked ${(time - under.time) / 1000} ms after ${under.outstation}, which did not answer yet`);
      under = { outstation: destination, time };
      asked.push(destination);
      continue;
    }
    if (source !== under?.outstation) faults.push(`${source} speaks without being asked`);
    const fragment = reassembler.receive(userData);
    const header = fragment === undefined ? undefined : decodeHeader(fragment);
    if (header !== undefined && !('fault' in header) && header.control.final) under = undefined;
  }
  return { asked, faults };
}

it('outstations on one serial line are polled, tell their events and are operated one after the other, whoever is dead among them', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const pty = await openPtyPair(folder.path);
  closers.push(
    () => folder.close(),
    () => pty.close(),
  );
  const { stations } = await serveAt(pty.far);
  const recorder = new LineRecorder();
  const line = createDnp3Protocol().createLine({ transport: 'serial', serialPath: pty.near, baudRate: 115_200, multiDrop: true }, recorder.context);
  closers.push(() => line.close());
  const dead = watch(line, DEAD);
  const live = LIVE.map((address) => watch(line, address));
  await until(() => live.every(({ states }) => states.at(-1)?.state === 'connected'), WITHIN_MS, 'both connected');
  await until(() => dead.states.at(-1)?.state === 'lost', WITHIN_MS, 'the dead one known as lost');

  // Events on both, and commands to both at the same time.
  const signal = new AbortController().signal;
  const operated: Promise<unknown>[] = [];
  for (let i = 1; i <= EVENTS; i += 1) {
    for (const { database } of stations) database.update('analog', 0, { value: i, flags: FLAG.online, time: 1_700_000_000_000 + i }, performance.now());
    if (i % 20 === 0) operated.push(...live.map(async ({ driver, output }) => driver.write?.execute(output, true, signal)));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await Promise.all(operated)).toMatchObject(Array.from({ length: 4 }, () => ({ outcome: 'accepted' })));
  expect(stations.map(({ device }) => device.operated.map(({ how }) => how))).toEqual([['selected', 'selected'], ['selected', 'selected']]);
  // Each event once, in order, with the time of its source; polls of everything beside them have none.
  const told = ({ readings }: (typeof live)[number]): unknown[] => readings.flatMap(({ value, sourceTime }) => (sourceTime === null || sourceTime === undefined ? [] : [value]));
  const all = Array.from({ length: EVENTS }, (_, i) => i + 1);
  await until(() => live.every((each) => told(each).includes(EVENTS)), WITHIN_MS, 'the last event');
  expect(live.map(told)).toEqual([all, all]);
  await until(() => exchanges(recorder).asked.filter((address) => address === DEAD).length >= 3, WITHIN_MS, 'the dead one asked again');

  const { asked, faults } = exchanges(recorder);
  expect(faults).toEqual([]);
  const places = asked.flatMap((address, at) => (address === DEAD ? [at] : []));
  // Between two requests to the dead one both others were asked.
  const between = places.slice(1).map((at, i) => new Set(asked.slice((places[i] ?? 0) + 1, at)).size);
  expect(Math.min(...between)).toBe(2);
  expect(places.length).toBeLessThan(asked.length / 10);
  expect(live.map(({ states }) => states.at(-1)?.state)).toEqual(['connected', 'connected']);
  expect(live.flatMap(({ states }) => states.filter(({ state }) => state === 'lost'))).toEqual([]);
});
