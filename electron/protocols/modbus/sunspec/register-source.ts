import type { DeviceSettings } from '../device-settings';
import { isAnswer, isRepeatable } from '../exchange-outcome';
import type { Link } from '../link';
import type { ExchangeResult, LineUser } from '../request-queue';

export type RegisterRead =
  | { readonly ok: true; readonly registers: Uint16Array }
  /** `gone`: nothing answers at all, so that asking for something else is of no use. */
  | { readonly ok: false; readonly gone: boolean; readonly message: string };

/** Where registers are read from. */
export interface RegisterSource {
  read(address: number, count: number): Promise<RegisterRead>;
}

/** Holding registers of one unit over a link, whose other users are polled in between. */
export class LinkRegisters implements RegisterSource {
  readonly #link: Link;
  readonly #settings: DeviceSettings;
  readonly #user: LineUser;
  readonly #signal: AbortSignal;

  constructor(link: Link, settings: DeviceSettings, signal: AbortSignal) {
    this.#link = link;
    this.#settings = settings;
    this.#user = { unitId: settings.unitId, pipelineDepth: 1 };
    this.#signal = signal;
  }

  /** Any number of registers, in as many requests as the device's limit asks for. The signal's end throws. */
  async read(address: number, count: number): Promise<RegisterRead> {
    const registers = new Uint16Array(count);
    for (let done = 0; done < count; ) {
      const quantity = Math.min(count - done, this.#settings.maxRegistersPerRead);
      const part = await this.#readPart(address + done, quantity);
      if (!part.ok) return part;
      registers.set(part.registers.subarray(0, quantity), done);
      done += quantity;
    }
    return { ok: true, registers };
  }

  async #readPart(address: number, quantity: number): Promise<RegisterRead> {
    let result: ExchangeResult;
    let tries = 0;
    do {
      this.#signal.throwIfAborted();
      result = await this.#link.submit({ user: this.#user, request: { functionCode: 3, address, quantity }, timeoutMs: this.#settings.timeoutMs, rank: 'poll', clearsDoubt: false, signal: this.#signal });
      tries += 1;
    } while (isRepeatable(result) && tries <= this.#settings.retries);
    this.#signal.throwIfAborted();
    if (result.ok) {
      return result.value !== undefined && 'registers' in result.value && result.value.registers.length >= quantity
        ? { ok: true, registers: result.value.registers }
        : { ok: false, gone: false, message: 'the answer is too short' };
    }
    const { failure } = result;
    if (failure.kind === 'exception') return { ok: false, gone: !isAnswer(result), message: `exception ${failure.code}, ${failure.name}` };
    return { ok: false, gone: failure.kind !== 'bad-frame', message: `Unit ${this.#settings.unitId} did not answer: ${failure.message}` };
  }
}
