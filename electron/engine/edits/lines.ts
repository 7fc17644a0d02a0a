import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { current, type Draft } from 'immer';
import type { Opaque } from '../../../shared/domain/point';
import type { Project } from '../../../shared/domain/project';
import type { Protocol } from '../../protocols/protocol';

export interface WantedLine {
  readonly protocol: Protocol;
  /** Checked by the protocol, defaults filled in. */
  readonly settings: Opaque;
  /** Null leaves the name as it is. */
  readonly name: string | null;
  /** False where only the key is known for sure (the REST API's host and port): what the line has besides stays. */
  readonly replaceSettings: boolean;
}

/**
 * Finds the line that has these settings' key, or makes one. A line of the same key that has other settings besides
 * takes the new ones, for all its devices: one line has one truth.
 */
export function findOrMakeLine(draft: Draft<Project>, { protocol, settings, name, replaceSettings }: WantedLine): string {
  const key = protocol.lineKey(settings);
  // Read outside the draft: a draft makes a proxy of everything that is looked at, and a project may have 10,000 lines.
  const at = current(draft).lines.findIndex((line) => line.protocol === protocol.description.name && protocol.lineKey(line.settings) === key);
  const known = draft.lines[at];
  if (!known) {
    const id = randomUUID();
    draft.lines.push({ id, protocol: protocol.description.name, name: name ?? protocol.lineLabel(settings), settings });
    return id;
  }
  if (replaceSettings && !isDeepStrictEqual(known.settings, settings)) known.settings = settings;
  if (name !== null && known.name !== name) known.name = name;
  return known.id;
}

/**
 * Moves a device to the line of these settings. The only device of a line takes its line along, which then keeps its
 * identity and name, unless there is a line of the new key already.
 */
export function moveToLine(draft: Draft<Project>, deviceId: string, wanted: WantedLine): void {
  const device = draft.devices.find(({ id }) => id === deviceId);
  if (!device) return;
  const { protocol, settings, name } = wanted;
  const key = protocol.lineKey(settings);
  const now = current(draft);
  const own = draft.lines[now.lines.findIndex(({ id }) => id === device.lineId)];
  const alone = !now.devices.some(({ id, lineId }) => lineId === device.lineId && id !== deviceId);
  const taken = now.lines.some((line) => line.id !== own?.id && line.protocol === protocol.description.name && protocol.lineKey(line.settings) === key);
  if (own && alone && !taken && own.protocol === protocol.description.name) {
    const hadOwnLabel = own.name === protocol.lineLabel(own.settings);
    if (!isDeepStrictEqual(own.settings, settings)) own.settings = settings;
    if (name !== null) own.name = name;
    else if (hadOwnLabel) own.name = protocol.lineLabel(settings);
    return;
  }
  device.lineId = findOrMakeLine(draft, wanted);
}

/** Lines without devices have nobody to speak to and go. */
export function dropEmptyLines(draft: Draft<Project>): void {
  const { devices, lines } = current(draft);
  const used = new Set(devices.map(({ lineId }) => lineId));
  if (lines.some(({ id }) => !used.has(id))) draft.lines = draft.lines.filter(({ id }) => used.has(id));
}
