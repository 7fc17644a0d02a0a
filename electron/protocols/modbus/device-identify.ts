import type { Identification } from '../../../shared/contract/device-requests';
import { DEVICE_ID_NAMES, hex } from '../../stacks/modbus';
import type { DeviceIdAccess, ModbusRequest } from '../../stacks/modbus';
import type { Clock, IdentifyCapability } from '../protocol';
import type { DeviceSession } from './device-session';
import type { ExchangeResult } from './request-queue';

type Section = Identification['sections'][number];

const TITLES: Readonly<Record<1 | 2 | 3, string>> = { 1: 'Identification, basic', 2: 'Identification, regular', 3: 'Identification, extended' };
/** A device that says without end that more follows is not asked on. */
const MOST_REQUESTS = 64;
const MOST_ROWS = 256;

/** Asks a device what it is: read device identification (43/14) in its three categories, and report server id (17). */
export class DeviceIdentify implements IdentifyCapability {
  readonly #session: DeviceSession;
  readonly #clock: Clock;

  constructor(session: DeviceSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  async read(signal: AbortSignal): Promise<Identification> {
    const { state, reason } = this.#session.state;
    if (state === 'off' || state === 'error') {
      return { time: this.#clock.nowMicros(), sections: [{ title: TITLES[1], rows: [], problem: reason === '' ? 'The device is not connected. Connect it first.' : reason }] };
    }
    const sections: Section[] = [await this.#category(1, signal)];
    // What refuses the basic objects, which every device with this function has, has no others.
    if (sections[0]?.problem === '') for (const access of [2, 3] as const) sections.push(await this.#category(access, signal));
    sections.push(await this.#serverId(signal));
    return { time: this.#clock.nowMicros(), sections: sections.filter(({ rows, problem }, at) => at === 0 || rows.length > 0 || problem !== '') };
  }

  async #category(access: 1 | 2 | 3, signal: AbortSignal): Promise<Section> {
    const title = TITLES[access];
    const rows: Section['rows'] = [];
    let objectId = 0;
    for (let asked = 0; asked < MOST_REQUESTS && rows.length < MOST_ROWS; asked += 1) {
      const result = await this.#ask({ functionCode: 43, access: access satisfies DeviceIdAccess, objectId }, signal);
      if (!result.ok) return { title, rows, problem: rows.length > 0 || access === 1 ? problemOf(result) : '' };
      if (result.value?.functionCode !== 43) return { title, rows, problem: 'The answer is none to this question' };
      for (const { id, value } of result.value.objects) if (isOwn(access, id)) rows.push({ label: DEVICE_ID_NAMES[id] ?? `Object ${id}`, value: asText(value) });
      const { nextObjectId } = result.value;
      if (nextObjectId === undefined || nextObjectId <= objectId) break;
      objectId = nextObjectId;
    }
    return { title, rows, problem: '' };
  }

  async #serverId(signal: AbortSignal): Promise<Section> {
    const title = 'Report server id';
    const result = await this.#ask({ functionCode: 17 }, signal);
    if (!result.ok) return { title, rows: [], problem: problemOf(result) };
    if (result.value?.functionCode !== 17) return { title, rows: [], problem: 'The answer is none to this question' };
    return { title, rows: serverIdRows(result.value.data), problem: '' };
  }

  #ask(request: ModbusRequest, signal: AbortSignal): Promise<ExchangeResult> {
    return this.#session.ask(request, { rank: 'urgent', signal, tries: 1 });
  }
}

/** Each category repeats what the ones before it gave. */
function isOwn(access: 1 | 2 | 3, id: number): boolean {
  return access === 1 ? id <= 2 : access === 2 ? id > 2 && id < 0x80 : id >= 0x80;
}

/** The device defines the layout; most give an identifier of one octet, whether they run, and a text. */
export function serverIdRows(data: Uint8Array): Section['rows'] {
  const rows: Section['rows'] = [{ label: 'Octets', value: hex(data) }];
  const run = data[1];
  if (data.length >= 2 && (run === 0 || run === 0xff)) {
    rows.unshift({ label: 'Server id', value: String(data[0] ?? 0) }, { label: 'Runs', value: run === 0xff ? 'yes' : 'no' });
    if (data.length > 2) rows.push({ label: 'More', value: asText(data.subarray(2)) });
  } else if (data.length > 0) {
    rows.push({ label: 'As text', value: asText(data) });
  }
  return rows;
}

/** Text where the octets are printable, hex where they are not. */
function asText(octets: Uint8Array): string {
  let end = octets.length;
  while (end > 0 && octets[end - 1] === 0) end -= 1;
  const kept = octets.subarray(0, end);
  return kept.every((octet) => octet >= 0x20 && octet < 0x7f) ? String.fromCharCode(...kept) : hex(kept);
}

function problemOf(result: ExchangeResult): string {
  if (result.ok) return '';
  const { failure } = result;
  if (failure.kind !== 'exception') return failure.message;
  return failure.code === 1 ? 'The device does not have this function' : `Refused with exception ${failure.code}, ${failure.name}`;
}
