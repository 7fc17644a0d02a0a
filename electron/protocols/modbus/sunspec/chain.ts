import type { RegisterSource } from './register-source';

/** A model of the chain: where its registers after identifier and length begin, and how many there are. */
export interface ChainEntry {
  readonly id: number;
  readonly address: number;
  readonly length: number;
}

export type Chain =
  | { readonly ok: true; readonly base: number; readonly entries: readonly ChainEntry[]; /** Where the end mark stands; null where the chain is broken. */ readonly end: number | null; /** What is wrong with the chain; what was read before it is sound. */ readonly notes: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Addresses at which a map may begin, on the wire: the Alliance's specification names these three. */
export const SUNSPEC_BASES = [40_000, 50_000, 0] as const;
/** `SunS`. */
const MARK = [0x5375, 0x6e53] as const;
const END = 0xffff;
/** Longer chains are taken for one that never ends: the longest that are known have about thirty models. */
const MOST_MODELS = 128;
const REGISTERS = 65_536;

/** Finds the beginning of the models and follows identifier and length from one to the next, to the end mark. */
export async function walkChain(source: RegisterSource, step: (now: string) => void, signal: AbortSignal): Promise<Chain> {
  const base = await findBase(source, step, signal);
  return typeof base === 'number' ? follow(source, base, step, signal) : base;
}

async function findBase(source: RegisterSource, step: (now: string) => void, signal: AbortSignal): Promise<number | Extract<Chain, { ok: false }>> {
  const tried: string[] = [];
  for (const base of SUNSPEC_BASES) {
    signal.throwIfAborted();
    step(`Looking for SunSpec at register ${base}`);
    const read = await source.read(base, 2);
    if (read.ok && read.registers[0] === MARK[0] && read.registers[1] === MARK[1]) return base;
    if (!read.ok && read.gone) return { ok: false, message: read.message };
    tried.push(`${base}: ${read.ok ? 'other values' : read.message}`);
  }
  return { ok: false, message: `The device shows no SunSpec map. It was looked for at the registers ${tried.join('; ')}. Check the unit identifier; some devices have SunSpec switched off.` };
}

async function follow(source: RegisterSource, base: number, step: (now: string) => void, signal: AbortSignal): Promise<Chain> {
  const entries: ChainEntry[] = [];
  const broken = (message: string): Chain => (entries.length === 0 ? { ok: false, message: `The SunSpec map at register ${base} is broken: ${message}.` } : { ok: true, base, entries, end: null, notes: [`The chain of models is broken: ${message}. The ${entries.length} before are taken.`] });
  let address = base + 2;
  while (entries.length < MOST_MODELS) {
    signal.throwIfAborted();
    if (address + 2 > REGISTERS) return broken(`it reaches the last register without an end`);
    step(`Model ${entries.length + 1}, register ${address}`);
    const header = await source.read(address, 2);
    if (!header.ok) return header.gone ? { ok: false, message: header.message } : broken(`register ${address}, where a model or the end should be, can't be read (${header.message})`);
    const [id = 0, length = 0] = header.registers;
    if (id === END) return { ok: true, base, entries, end: address, notes: [] };
    if (id === 0) return broken(`register ${address} holds 0, which is no model`);
    if (length === 0) return broken(`model ${id} at register ${address} states a length of 0`);
    if (address + 2 + length > REGISTERS) return broken(`model ${id} at register ${address} states ${length} registers, which is past the last one, 65535`);
    entries.push({ id, address: address + 2, length });
    address += 2 + length;
  }
  return broken(`it goes on after ${MOST_MODELS} models`);
}
