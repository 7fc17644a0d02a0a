import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { Device } from '../../../shared/domain/device';
import type { Opaque, Point } from '../../../shared/domain/point';
import { pointSchema } from '../../../shared/domain/point';
import type { Call } from '../../doors/contract-engine';
import type { Protocol, WordBitsCapability } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { bitPoints, nameBits } from '../edits/name-bits';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';

type Names = 'points.wordBits' | 'point.bits' | 'point.nameBits';

interface Word {
  readonly device: Device;
  readonly point: Point;
  readonly protocol: Protocol;
  readonly capability: WordBitsCapability;
  readonly addresses: readonly Opaque[];
}

/** Words and the bits in them: which are points, and names for many at once. */
export function wordBitHandlers(services: Services): HandlersOf<Names> {
  const current = (call: Call): ActiveProject => services.tenant(call).current();
  const wordOf = (project: ActiveProject, pointId: string): Word | { readonly problem: string } => {
    const { device, point } = project.point(pointId);
    const protocol = services.protocol(device.protocol);
    const capability = protocol?.wordBits;
    if (!protocol || !capability) return { problem: `Values of ${protocol?.description.title ?? device.protocol} have no bits that could be points.` };
    const addresses = capability.addresses(point, device.settings);
    return addresses === null ? { problem: `${point.name} is no word: only whole numbers in registers of their own have bits to name.` } : { device, point, protocol, capability, addresses };
  };

  return {
    'points.wordBits': ({ deviceId }, call) => {
      const device = current(call).device(deviceId);
      const found = services.protocol(device.protocol)?.wordBits?.find(device.points, device.settings);
      return Object.fromEntries(Array.from(found ?? [], ([id, bits]) => [id, [...bits]]));
    },
    'point.bits': ({ pointId }, call) => {
      const word = wordOf(current(call), pointId);
      if ('problem' in word) return { problem: word.problem, bits: [] };
      const { device, point, protocol, capability, addresses } = word;
      const there = bitPoints(point, capability.find(device.points, device.settings));
      return { problem: '', bits: addresses.map((address, bit) => ({ bit, addresses: protocol.addressTexts(placed(address)), pointId: there.get(bit) ?? null })) };
    },
    'point.nameBits': async ({ pointId, names }, call) => {
      const project = current(call);
      const word = wordOf(project, pointId);
      if ('problem' in word) throw new ProcedureError('bad_input', word.problem, { reason: 'no_word' });
      const { device, point, capability, addresses } = word;
      const beyond = names.find(({ bit }) => bit >= addresses.length);
      if (beyond) throw new ProcedureError('bad_input', `${point.name} has the bits 0 to ${addresses.length - 1}, no bit ${beyond.bit}.`, { reason: 'no_bit' });
      const { points, ...counts } = nameBits(device.points, point, bitPoints(point, capability.find(device.points, device.settings)), addresses, names, randomUUID);
      call.audit.target = device.deviceId;
      const revision = counts.added + counts.renamed + counts.removed === 0
        ? project.file.revision
        : project.file.edit(`Name bits of ${point.name}`, (draft) => {
            const target = draft.devices.find(({ id }) => id === device.id);
            if (target) target.points = [...points];
          });
      await project.running.settled();
      return { revision, ...counts };
    },
  };
}

/** A point at an address, for texts of the address alone. */
function placed(address: Opaque): Point {
  return pointSchema.parse({ id: randomUUID(), name: 'bit', address, dataType: 'boolean' });
}
