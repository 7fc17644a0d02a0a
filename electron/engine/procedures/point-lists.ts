import { ProcedureError } from '../../../shared/contract/answer';
import type { Protocol } from '../../protocols/protocol';
import { previewFile, writePointList } from '../edits/point-list-files';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { fromBase64 } from './projects';

type Names = 'points.export' | 'points.preview';

/** Point lists as files. */
export function pointListHandlers({ tenant, protocol: find, tableFiles }: Services): HandlersOf<Names> {
  const protocolOf = (name: string): Protocol => {
    const protocol = find(name);
    if (!protocol) throw new ProcedureError('conflict', `This version does not know the protocol "${name}".`);
    return protocol;
  };
  return {
    'points.export': async ({ deviceId, format }, call) => {
      const device = tenant(call).current().device(deviceId);
      const { name, octets } = await writePointList(device, protocolOf(device.protocol), format, tableFiles);
      return { name, contentBase64: Buffer.from(octets).toString('base64') };
    },
    'points.preview': ({ deviceId, format, contentBase64 }, call) => {
      const project = tenant(call).current();
      const device = project.device(deviceId);
      const others = new Set(project.file.project.devices.filter(({ id }) => id !== deviceId).flatMap(({ points }) => points.map(({ id }) => id)));
      return previewFile({ content: fromBase64(contentBase64), format, device, protocol: protocolOf(device.protocol), files: tableFiles, isIdTaken: (id) => others.has(id) });
    },
  };
}
