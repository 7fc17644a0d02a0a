import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Draft } from 'immer';
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
  const known = draft.lines.find((line) => line.protocol === protocol.description.name && protocol.lineKey(line.settings) === key);
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
  const own = draft.lines.find(({ id }) => id === device.lineId);
  const alone = !draft.devices.some(({ id, lineId }) => lineId === device.lineId && id !== deviceId);
  const taken = draft.lines.some((line) => line.id !== own?.id && line.protocol === protocol.description.name && protocol.lineKey(line.settings) === key);
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
  const used = new Set(draft.devices.map(({ lineId }) => lineId));
  if (draft.lines.some(({ id }) => !used.has(id))) draft.lines = draft.lines.filter(({ id }) => used.has(id));
}
