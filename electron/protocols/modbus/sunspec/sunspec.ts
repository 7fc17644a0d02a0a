import { NOT_IMPLEMENTED_TAG } from '../../../../shared/domain/template';
import type { TemplateKind, TemplatePoint } from '../../../../shared/domain/template';
import type { Opaque } from '../../../../shared/domain/point';
import type { LineDriver, SelfDescription } from '../../protocol';
import { deviceSettingsSchema } from '../device-settings';
import { ModbusLine } from '../line';
import type { Link, LinkListener, LinkTrouble } from '../link';
import { linkTrouble } from '../trouble-words';
import { walkChain } from './chain';
import { endPoint, headerPoints, markPoint } from './chain-points';
import type { Chain } from './chain';
import { MODELS } from './models';
import { commonTexts, modelPoints } from './model-points';
import { commonModel } from './models/common';
import { LinkRegisters } from './register-source';
import type { RegisterSource } from './register-source';

interface Progress {
  step(done: number, total: number | null, now: string): void;
}

/** Reads what a device says of itself, over its line. */
export async function readSunSpec(line: LineDriver, settings: Opaque, progress: Progress, signal: AbortSignal): Promise<SelfDescription> {
  if (!(line instanceof ModbusLine)) throw new TypeError('not a Modbus line');
  const parsed = deviceSettingsSchema.parse(settings);
  const { link, lineSettings } = line.dependencies(parsed);
  const listener: LinkListener = { up: () => undefined, down: () => undefined };
  try {
    progress.step(0, null, 'Opening the connection');
    const trouble = await opened(link, listener, signal);
    if (trouble !== null) return { ok: false, message: linkTrouble(lineSettings, trouble.error) };
    return await describeDevice(new LinkRegisters(link, parsed, signal), progress, signal);
  } finally {
    link.release(listener);
  }
}

/** Waits until the line is open, with its trouble where it can't be opened. The signal's end throws. */
async function opened(link: Link, listener: LinkListener, signal: AbortSignal): Promise<LinkTrouble | null> {
  let aborted = (): void => undefined;
  const trouble = await new Promise<LinkTrouble | null>((resolve) => {
    const wasOpen = link.state === 'open';
    aborted = () => resolve(null);
    listener.up = aborted;
    listener.down = resolve;
    signal.addEventListener('abort', aborted);
    link.want(listener);
    if (wasOpen) resolve(null);
    else if (link.trouble !== null) link.retryNow();
  });
  signal.removeEventListener('abort', aborted);
  signal.throwIfAborted();
  return trouble;
}

/** Walks the chain, reads every model that is known, and makes points of it. Throws only when the signal ends. */
export async function describeDevice(source: RegisterSource, progress: Progress, signal: AbortSignal): Promise<SelfDescription> {
  const chain = await walkChain(source, (now) => progress.step(0, null, now), signal);
  if (!chain.ok) return chain;
  const points: TemplatePoint[] = [markPoint(chain.base)];
  let known = 0;
  const notes = [...chain.notes];
  let texts: ReadonlyMap<string, string> = new Map();
  const seen = new Map<number, number>();
  for (const [index, entry] of chain.entries.entries()) {
    signal.throwIfAborted();
    progress.step(index, chain.entries.length, `Reading model ${entry.id}`);
    const definition = MODELS.get(entry.id);
    const occurrence = (seen.get(entry.id) ?? 0) + 1;
    seen.set(entry.id, occurrence);
    points.push(...headerPoints(entry, occurrence, definition?.label ?? null));
    if (definition === undefined) {
      notes.push(`Model ${entry.id} in the registers ${entry.address} to ${entry.address + entry.length - 1} is not known here and left out.`);
      continue;
    }
    const read = await source.read(entry.address, entry.length);
    if (!read.ok) {
      if (read.gone) return { ok: false, message: `${read.message}. Model ${entry.id} was being read.` };
      notes.push(`Model ${entry.id} in the registers ${entry.address} to ${entry.address + entry.length - 1} can't be read (${read.message}) and is left out.`);
      continue;
    }
    if (entry.id === 1 && occurrence === 1) texts = commonTexts(commonModel, read.registers);
    const made = modelPoints(entry, definition, occurrence, read.registers);
    points.push(...made.points);
    known += made.points.length;
    notes.push(...made.notes);
  }
  if (chain.end !== null) points.push(endPoint(chain.end));
  if (known === 0) return { ok: false, message: `The SunSpec map at register ${chain.base} has no model that is known here. ${notes.join(' ')}` };
  return described(chain, texts, points, notes);
}

function described(chain: Extract<Chain, { ok: true }>, texts: ReadonlyMap<string, string>, points: readonly TemplatePoint[], notes: readonly string[]): SelfDescription {
  const text = (name: string): string => texts.get(name) ?? '';
  const ids = chain.entries.map(({ id }) => id);
  const missing = points.filter(({ tags }) => tags.includes(NOT_IMPLEMENTED_TAG)).length;
  const own = [['Options', 'Opt'], ['Version', 'Vr'], ['Serial number', 'SN']].flatMap(([label = '', name = '']) => (text(name) === '' ? [] : [`${label} ${text(name)}`]));
  return {
    ok: true,
    vendor: (text('Mn') || 'Unknown manufacturer').slice(0, 100),
    model: (text('Md') || 'SunSpec device').slice(0, 100),
    kind: kindOf(ids),
    document: { title: 'SunSpec models of the device', revision: text('Vr').slice(0, 100) || 'not stated', readAt: `the device itself, models ${ids.join(', ')} from register ${chain.base}`.slice(0, 500), remark: 'Points after the model definitions of the SunSpec Alliance.' },
    settings: {},
    points,
    notes: [
      ...(own.length === 0 ? [] : [`${own.join(', ')}.`.slice(0, 1000)]),
      ...(missing === 0 ? [] : [`${missing} of ${points.length} points were not implemented when the device was read; they are shown as bad, "Not implemented".`]),
      ...notes.map((note) => note.slice(0, 1000)),
    ].slice(0, 50),
  };
}

function kindOf(ids: readonly number[]): TemplateKind {
  if (ids.some((id) => (id >= 101 && id <= 113) || id === 701)) return 'inverter';
  if (ids.some((id) => id >= 201 && id <= 214)) return 'meter';
  return ids.includes(802) ? 'battery' : 'other';
}
