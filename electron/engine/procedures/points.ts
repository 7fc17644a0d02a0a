import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ProcedureError } from '../../../shared/contract/answer';
import type { Point } from '../../../shared/domain/point';
import { hexWords, type WireValue } from '../../../shared/domain/value';
import type { Call } from '../../doors/contract-engine';
import { freezeProject } from '../../project/freeze-project';
import { Slices } from '../../project/slices';
import type { Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { wireSample } from '../wire-sample';
import { prepareWrite, writePoint, type WriteContext } from '../writing/write-point';
import { mustBeArmed } from './must-be-armed';

/** Changes of one edit above which a copy of the list is changed. */
const MANY = 64;

type Names = 'points.add' | 'points.update' | 'points.remove' | 'points.latest' | 'points.addresses' | 'point.inspect' | 'point.prepareWrite' | 'point.write';

/** Points: what is edited, read and written of them. */
export function pointHandlers(services: Services): HandlersOf<Names> {
  const { tenant } = services;
  const current = (call: Call): ActiveProject => tenant(call).current();
  const protocolOf = (name: string): Protocol => {
    const protocol = services.protocol(name);
    if (!protocol) throw new ProcedureError('conflict', `This version does not know the protocol "${name}".`);
    return protocol;
  };
  const writeContext = (call: Call, pointId: string): WriteContext => {
    const project = current(call);
    const { device } = project.point(pointId);
    return { project, protocol: protocolOf(device.protocol), audit: tenant(call).storage.audit, clock: services.clock };
  };

  return {
    'points.add': async ({ deviceId, points }, call) => {
      const project = current(call);
      const { deviceId: label, protocol } = project.device(deviceId);
      const taken = await inSlices(points, (point) => withParsedAddress(protocolOf(protocol), point));
      await project.file.prepare(protocol, taken);
      const revision = project.file.edit(points.length === 1 ? `Add ${points[0]?.name ?? 'point'}` : `Add ${points.length} points to ${label}`, (draft) => {
        draft.devices.find(({ id }) => id === deviceId)?.points.push(...taken);
      });
      await project.running.settled();
      return { revision };
    },
    'points.update': async ({ deviceId, points }, call) => {
      const project = current(call);
      const before = project.device(deviceId);
      const known = placesOf(points, before.points);
      const protocol = protocolOf(before.protocol);
      const taken = await inSlices(points, (point) => withSharedParts(before.points[known.get(point.id) ?? -1], withParsedAddress(protocol, point)));
      await project.file.prepare(before.protocol, taken);
      // The list may be another one by now; from here to the edit nothing comes between.
      const device = project.device(deviceId);
      const places = device.points === before.points ? known : placesOf(points, device.points);
      const unknown = points.find(({ id }) => !places.has(id));
      if (unknown) throw new ProcedureError('not_found', `${device.deviceId} has no such point: ${unknown.name}.`, { reason: 'no_point' });
      const revision = project.file.edit(points.length === 1 ? `Change ${points[0]?.name ?? 'point'}` : `Change ${points.length} points of ${device.deviceId}`, (draft) => {
        const target = draft.devices.find(({ id }) => id === deviceId);
        // A draft of a list is slow to write to: many changes are made on a copy.
        const list = taken.length > MANY ? [...device.points] : target?.points;
        for (const point of taken) {
          const at = places.get(point.id);
          if (list && at !== undefined) list[at] = point;
        }
        if (target && list && list !== target.points) target.points = list;
      });
      await project.running.settled();
      return { revision };
    },
    'points.remove': async ({ deviceId, pointIds }, call) => {
      const project = current(call);
      const device = project.device(deviceId);
      const gone = new Set(pointIds);
      const revision = project.file.edit(gone.size === 1 ? 'Delete 1 point' : `Delete ${gone.size} points`, (draft) => {
        const target = draft.devices.find(({ id }) => id === deviceId);
        if (target) target.points = device.points.filter(({ id }) => !gone.has(id));
      });
      await project.running.settled();
      return { revision };
    },
    'points.latest': ({ pointIds }, call) => {
      const { cache } = current(call);
      return pointIds.flatMap((id) => {
        const sample = cache.latest(id);
        return sample ? [wireSample(sample)] : [];
      });
    },
    'points.addresses': ({ deviceId }, call) => {
      const device = current(call).device(deviceId);
      const protocol = protocolOf(device.protocol);
      return Object.fromEntries(device.points.map((point) => [point.id, protocol.addressTexts(point)]));
    },
    'point.inspect': ({ pointId }, call) => {
      const project = current(call);
      const { device, point } = project.point(pointId);
      const sample = project.cache.latest(pointId);
      const lastGood = project.cache.lastGood(pointId);
      const inspect = project.running.device(device.id)?.driver?.inspect;
      const response = inspect?.lastResponse(pointId) ?? null;
      const raw = sample?.raw ?? lastGood?.raw ?? null;
      return {
        sample: sample && wireSample(sample),
        lastGood: lastGood && wireSample(lastGood),
        response: response && { octets: hexWords(response.octets), from: response.from, length: response.length },
        facts: response?.facts ?? [],
        readings: raw && inspect ? inspect.readings(point, raw) : [],
      };
    },
    'point.prepareWrite': ({ pointId, value }, call) => prepareWrite(writeContext(call, pointId), pointId, value),
    'point.write': async ({ pointId, value, expectedRaw, verify }, call) => {
      const { audit, session } = call;
      current(call).mustHoldConnections();
      mustBeArmed(services, call);
      const command = randomUUID();
      const announce = (target: string, oldValue: WireValue): Promise<void> => {
        audit.target = target;
        return audit.announce([{ command, pointId, oldValue, newValue: value }]);
      };
      const { result, device, point, oldValue } = await writePoint(writeContext(call, pointId), { pointId, value, expectedRaw, verify, announce }, call.signal);
      audit.writes.push({ command, pointId, oldValue, newValue: value, outcome: result.outcome });
      const level = result.outcome === 'verified' || result.outcome === 'written' ? 'info' : 'warning';
      tenant(call).log.write(level, device.deviceId, `${point.name}: ${result.message} (${session.user})`, { deviceId: device.id });
      return result;
    },
  };
}

/**
 * Makes points of what was given, and lets others have their turn in between: 10,000 addresses take 50 ms to check. They
 * are frozen here, so that the edit need not look into each of them.
 */
async function inSlices(points: readonly Point[], make: (point: Point) => Point): Promise<Point[]> {
  const slices = new Slices();
  const made: Point[] = [];
  for (const point of points) {
    made.push(freezeProject(make(point)));
    if (slices.due) await slices.pause();
  }
  return made;
}

/** The point with those parts of the one before that are equal, so that whoever compares finds them the same at once. */
function withSharedParts(before: Point | undefined, point: Point): Point {
  if (!before) return point;
  const { address, enumeration, tags } = before;
  return {
    ...point,
    address: isDeepStrictEqual(address, point.address) ? address : point.address,
    enumeration: isDeepStrictEqual(enumeration, point.enumeration) ? enumeration : point.enumeration,
    tags: isDeepStrictEqual(tags, point.tags) ? tags : point.tags,
  };
}

/** Where points are in their device's list, which may be long: it is walked once and only its hits are kept. */
function placesOf(points: readonly Point[], all: readonly Point[]): Map<string, number> {
  const wanted = new Set(points.map(({ id }) => id));
  const places = new Map<string, number>();
  for (const [at, { id }] of all.entries()) {
    if (wanted.has(id)) places.set(id, at);
    if (places.size === wanted.size) break;
  }
  return places;
}

/** The address as its protocol has it, defaults filled in: the one stored truth. States that the protocol names have their names. */
function withParsedAddress(protocol: Protocol, point: Point): Point {
  const parsed = protocol.pointAddress.safeParse(point.address);
  if (parsed.success) return { ...point, address: parsed.data, enumeration: point.enumeration.length > 0 ? point.enumeration : (protocol.stateNames?.(parsed.data) ?? []) };
  const fields = parsed.error.issues.map((issue) => ({ path: ['address', ...issue.path].map(String).join('.'), message: issue.message }));
  throw new ProcedureError('bad_input', `The address of ${point.name} does not fit: ${fields.map(({ path, message }) => `${path}: ${message}`).join('; ')}.`, { fields });
}
