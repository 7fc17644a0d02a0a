import type { TestResult } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import { functionName, hex } from '../../stacks/modbus';
import type { ModbusRequest } from '../../stacks/modbus';
import type { DeviceSettings } from './device-settings';
import { isAnswer } from './exchange-outcome';
import { formatNumber } from './address-notation';
import type { LineParts, LineView } from './line-view';
import type { LinkTrouble } from './link';
import { characterFormat } from '../serial-port';
import { isSerial, placeOf } from './line-settings';
import { isBitTable } from './point-address';
import type { Table } from './point-address';
import { layoutOf } from './point-layout';
import { readFunction } from './read-function';
import type { ExchangeResult, LineUser } from './request-queue';
import * as verdict from './test-verdict';
import type { Verdict } from './test-verdict';
import { durationText } from '../../../shared/domain/duration-text';
import { firstAllowed, isForbidden } from './forbidden-ranges';

type Step = TestResult['steps'][number];

/** How long a serial line is listened to before the first request. */
const LISTEN_MS = 50;
/** Addresses that are tried when the first ones are refused. */
const PLACES = 5;

type TestRead = Extract<ModbusRequest, { readonly quantity: number }> & { readonly functionCode: 1 | 2 | 3 | 4 };

interface TestPlace {
  readonly table: Table;
  readonly address: number;
  readonly count: number;
}

/**
 * Tries a device in steps: opens the line, listens, asks for one value, and says what came. Uses the line that is open
 * already where there is one; its requests take turns with the polls of the devices that work.
 */
export async function testDevice(line: LineView, settings: DeviceSettings, points: readonly Point[], signal: AbortSignal): Promise<TestResult> {
  const { clock } = line.context;
  const run = new TestRun(line, settings, signal);
  const result = await run.all(placesOf(points, settings));
  return { success: result.success, ranAt: clock.nowMicros(), steps: run.steps, diagnosis: result.diagnosis, evidence: result.evidence, suggestions: [...result.suggestions] };
}

class TestRun {
  readonly steps: Step[] = [];
  readonly #line: LineView;
  readonly #settings: DeviceSettings;
  readonly #signal: AbortSignal;
  readonly #user: LineUser;
  readonly #d: LineParts;

  constructor(line: LineView, settings: DeviceSettings, signal: AbortSignal) {
    this.#line = line;
    this.#settings = settings;
    this.#signal = signal;
    this.#user = { unitId: settings.unitId, pipelineDepth: 1 };
    this.#d = line.dependencies(settings);
  }

  async all(places: readonly TestPlace[]): Promise<Verdict> {
    const { lineSettings } = this.#d;
    if (isSerial(lineSettings) && this.#settings.unitId === 0) return verdict.broadcast();
    const listener = { up: (): void => undefined, down: (_trouble: LinkTrouble): void => undefined };
    try {
      const trouble = await this.#open(listener);
      if (this.#signal.aborted) return verdict.cancelled();
      if (trouble !== null) return verdict.lineDown(lineSettings, trouble.error);
      if (isSerial(lineSettings)) await this.#listen();
      const found = await this.#ask(places);
      this.#others();
      return this.#signal.aborted ? verdict.cancelled() : found;
    } finally {
      this.#d.link.release(listener);
    }
  }

  async #open(listener: { up: () => void; down: (trouble: LinkTrouble) => void }): Promise<LinkTrouble | null> {
    const { link, lineSettings } = this.#d;
    const name = isSerial(lineSettings) ? 'Port opened' : 'Connection opened';
    const wasOpen = link.state === 'open';
    const startedMs = this.#now();
    const trouble = await new Promise<LinkTrouble | null>((resolve) => {
      listener.up = () => resolve(null);
      listener.down = resolve;
      this.#signal.addEventListener('abort', () => resolve(null), { once: true });
      link.want(listener);
      if (wasOpen) resolve(null);
      else if (link.trouble !== null) link.retryNow();
    });
    const place = `${placeOf(lineSettings)}${isSerial(lineSettings) ? `, ${lineSettings.baudRate} ${characterFormat(lineSettings)}` : ''}`;
    const message = trouble !== null ? trouble.error.message : wasOpen ? `${place}, was open already` : place;
    this.#step(name, trouble === null && !this.#signal.aborted, startedMs, message);
    return trouble;
  }

  /** Octets on a line where nobody asked anything come from a second master. */
  async #listen(): Promise<void> {
    const { link } = this.#d;
    if (link.users > 1) {
      this.steps.push({ name: 'Line quiet before the request', ok: null, durationMs: 0, message: 'not judged: other devices of this line are being polled', octets: '' });
      return;
    }
    const startedMs = this.#now();
    const before = link.counters().octetsIn;
    await new Promise((resolve) => setTimeout(resolve, LISTEN_MS));
    const heard = link.counters().octetsIn - before;
    const message = heard === 0 ? `no octet for ${durationText(LISTEN_MS)}, not a second master` : `${heard} octets came unasked: another master, or noise`;
    this.#step('Line quiet before the request', heard === 0, startedMs, message);
  }

  async #ask(places: readonly TestPlace[]): Promise<Verdict> {
    const refused: string[] = [];
    for (const place of places) {
      const request = { functionCode: readFunction(place.table), address: place.address, quantity: place.count };
      const { result, tries, damaged, strays } = await this.#exchange(request);
      const shown = formatNumber(place.table, place.address, this.#settings.addressNotation);
      if (result.ok) return verdict.answers(this.#settings.unitId, shown, result.exchange.roundTripMs ?? 0);
      if (!isAnswer(result) || result.failure.kind !== 'exception') {
        return verdict.noAnswer({ lineSettings: this.#d.lineSettings, settings: this.#settings, failure: result.failure, tries, damaged, strays, others: this.#otherUnits() });
      }
      refused.push(`${shown} with exception ${result.failure.code}, ${result.failure.name}`);
    }
    return verdict.refuses(this.#settings.unitId, refused);
  }

  async #exchange(request: TestRead): Promise<{ result: ExchangeResult; tries: number; damaged: number; strays: number }> {
    const { link, lineTraffic, traffic } = this.#d;
    const before = link.counters();
    const startedMs = this.#now();
    const most = this.#settings.retries + 1;
    const longest = link.users > 1 ? lineTraffic.roundTrips.longest() : null;
    let result: ExchangeResult;
    let tries = 0;
    do {
      const timeoutMs = tries > 0 && longest !== null ? Math.min(this.#settings.timeoutMs, Math.max(500, 4 * longest)) : this.#settings.timeoutMs;
      result = await link.submit({ user: this.#user, request, timeoutMs, rank: 'poll', clearsDoubt: false, signal: this.#signal });
      traffic.note(result);
      lineTraffic.note(result);
      tries += 1;
    } while (!result.ok && ['timeout', 'bad-frame'].includes(result.failure.kind) && tries < most && !this.#signal.aborted);
    const after = link.counters();
    // On a shared line the octets of other answers come in between: only what was no frame can be counted.
    const damaged = after.crcErrors + after.badFrames - before.crcErrors - before.badFrames;
    const { exchange } = result;
    this.steps.push({
      name: `Request sent, function ${String(request.functionCode).padStart(2, '0')}`,
      ok: exchange.attempts > 0,
      durationMs: 0,
      message: exchange.attempts > 0 ? functionName(request.functionCode) : (result.ok ? '' : result.failure.message),
      octets: hex(exchange.request),
    });
    this.#step('Answer', isAnswer(result), startedMs, answerWords(result, tries), exchange.response === undefined ? '' : hex(exchange.response));
    return { result, tries, damaged, strays: after.strayAnswers - before.strayAnswers };
  }

  #others(): void {
    const others = this.#otherUnits();
    if (others.length > 0) this.steps.push({ name: 'Other units on the line', ok: true, durationMs: 0, message: `${others.join(', ')} ${others.length === 1 ? 'answers' : 'answer'}`, octets: '' });
  }

  #otherUnits(): number[] {
    return this.#line.answeringUnits().filter((unit) => unit !== this.#settings.unitId);
  }

  #step(name: string, ok: boolean, startedMs: number, message: string, octets = ''): void {
    this.steps.push({ name, ok, durationMs: this.#now() - startedMs, message, octets });
  }

  #now(): number {
    return this.#line.context.clock.monotonicMs();
  }
}

function answerWords(result: ExchangeResult, tries: number): string {
  if (result.ok) return `in ${durationText(Math.max(0.1, result.exchange.roundTripMs ?? 0))}`;
  const times = tries > 1 ? `${tries} times: ` : '';
  return `${times}${result.failure.message}`;
}

/** The first places of the register map, and holding register 0 where there is none. */
function placesOf(points: readonly Point[], settings: DeviceSettings): TestPlace[] {
  const places: TestPlace[] = [];
  for (const point of points) {
    if (places.length === PLACES) break;
    const laid = point.access === 'write' ? { problem: '' } : layoutOf(point, settings.byteOrder);
    if ('problem' in laid) continue;
    const { table, address } = laid.layout.address;
    const count = isBitTable(table) ? 1 : laid.layout.count;
    if (isForbidden(settings, { table, address, count })) continue;
    if (!places.some((place) => place.table === table && place.address === address)) places.push({ table, address, count });
  }
  return places.length > 0 ? places : [{ table: 'holding-register', address: firstAllowed(settings), count: 1 }];
}
