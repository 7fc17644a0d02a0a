import { writeFile } from 'node:fs/promises';
import { ProcedureError } from '../../../shared/contract/answer';
import { MOST_DEVICE_FILE_OCTETS, MOST_DIRECTORY_ENTRIES, type DeviceFile } from '../../../shared/contract/device-files';
import type { Device } from '../../../shared/domain/device';
import { decodeBase64 } from '../../../shared/domain/value';
import type { Call } from '../../doors/contract-engine';
import type { FilesCapability } from '../../protocols/protocol';
import { confirmDelete, confirmWrite, octetsText, shortHash, type Present } from '../device-files/file-sentences';
import { recordedTransfer, valueOf } from '../device-files/file-outcomes';
import { fileName } from '../file-name';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { mustBeArmed } from './must-be-armed';
import { runningDriver } from './running-driver';

type Names = 'device.files.list' | 'device.files.information' | 'device.files.read' | 'device.files.prepare' | 'device.files.write' | 'device.files.delete';

/** Files that devices keep: looked at, fetched, sent, deleted. */
export function deviceFileHandlers(services: Services): HandlersOf<Names> {
  const { tenant } = services;
  const choose = (call: Call, deviceId: string): { readonly device: Device; readonly files: FilesCapability } => {
    const { project, device, driver } = runningDriver(services, call, deviceId);
    project.mustHoldConnections();
    if (!driver.files) throw new ProcedureError('conflict', `${device.deviceId} keeps no files that could be asked for.`, { reason: 'not_offered' });
    return { device, files: driver.files };
  };
  const logged = (call: Call, device: Device, level: 'info' | 'warning', message: string): void => tenant(call).log.write(level, device.deviceId, `${message} (${call.session.user})`, { deviceId: device.id });

  return {
    'device.files.list': async ({ deviceId, path }, call) => {
      const { files } = choose(call, deviceId);
      const entries = valueOf(await files.list(path, call.signal)).toSorted(byTypeAndName);
      return { path, entries: entries.slice(0, MOST_DIRECTORY_ENTRIES), more: Math.max(0, entries.length - MOST_DIRECTORY_ENTRIES) };
    },
    'device.files.information': async ({ deviceId, path }, call) => valueOf(await choose(call, deviceId).files.information(path, call.signal)),
    'device.files.read': ({ deviceId, path }, call) => {
      const { device, files } = choose(call, deviceId);
      call.audit.target = `${device.deviceId} file ${path}`;
      const name = fileName(path.split('/').findLast((part) => part !== '') ?? '');
      return tenant(call).jobs.start(`Fetching ${path} from ${device.deviceId}`, async (progress, signal, target) => {
        const content = valueOf(await files.read(path, MOST_DEVICE_FILE_OCTETS, (done, total) => progress.step('Octets', done, total), signal));
        await writeFile(target, content, { mode: 0o600 });
        logged(call, device, 'info', `File ${path} fetched: ${octetsText(content.length)}`);
        return { name: name === '' ? 'file' : name, size: content.length };
      });
    },
    'device.files.prepare': async ({ deviceId, path, change, size }, call) => {
      const { device, files } = choose(call, deviceId);
      const present = await presentAt(files, path, call.signal);
      return { confirm: change === 'write' ? confirmWrite(device.deviceId, path, size, present) : confirmDelete(device.deviceId, path, present), present: present === 'unknown' ? null : present };
    },
    'device.files.write': async ({ deviceId, path, contentBase64, confirmed, reason }, call) => {
      const { device, files } = choose(call, deviceId);
      mustBeArmed(services, call);
      const content = decodeBase64(contentBase64);
      if (content === null) throw new ProcedureError('bad_input', 'The file came damaged: its content is no base64. Nothing was sent.', { fields: [{ path: 'contentBase64', message: 'is no base64' }] });
      if (content.length > MOST_DEVICE_FILE_OCTETS) throw new ProcedureError('too_large', `The file has ${octetsText(content.length)}; ${octetsText(MOST_DEVICE_FILE_OCTETS)} are the most that is sent. Nothing was sent.`);
      const confirm = confirmWrite(device.deviceId, path, content.length, await presentAt(files, path, call.signal));
      mustBeConfirmed(confirm, confirmed);
      call.audit.target = `${device.deviceId} file ${path}, ${octetsText(content.length)}, SHA-256 ${shortHash(content)}. ${confirm}`;
      await call.audit.announce([]);
      const runtime = tenant(call);
      const entry = { user: call.session.user, door: call.session.kind, procedure: 'device.files.write', target: call.audit.target, input: { deviceId, path, reason } };
      return runtime.jobs.start(`Sending ${path} to ${device.deviceId}`, async (progress, signal) => {
        const answer = await files.write(path, content, (done, total) => progress.step('Octets', done, total), signal);
        await recordedTransfer(runtime.storage.audit, entry, answer);
        logged(call, device, answer.ok ? 'info' : 'warning', answer.ok ? `File ${path} written: ${octetsText(content.length)}` : `File ${path} was not written: ${answer.message}`);
        valueOf(answer);
        return null;
      });
    },
    'device.files.delete': async ({ deviceId, path, confirmed }, call) => {
      const { device, files } = choose(call, deviceId);
      mustBeArmed(services, call);
      const confirm = confirmDelete(device.deviceId, path, await presentAt(files, path, call.signal));
      mustBeConfirmed(confirm, confirmed);
      call.audit.target = `${device.deviceId} file ${path}. ${confirm}`;
      await call.audit.announce([]);
      const answer = await files.remove(path, call.signal);
      logged(call, device, answer.ok ? 'info' : 'warning', answer.ok ? `File ${path} deleted` : `File ${path} was not deleted: ${answer.message}`);
      valueOf(answer);
      return {};
    },
  };
}

/** What is there under a path; devices that can't tell, or refuse to, leave it open. @throws ProcedureError where nothing can be known of the device at all */
async function presentAt(files: FilesCapability, path: string, signal: AbortSignal): Promise<Present> {
  const answer = await files.information(path, signal);
  if (answer.ok) return answer.value;
  if (answer.outcome === 'absent') return null;
  return answer.outcome === 'unknown' || answer.outcome === 'refused' ? 'unknown' : valueOf(answer);
}

function mustBeConfirmed(confirm: string, confirmed: string): void {
  if (confirmed !== confirm) throw new ProcedureError('conflict', `This has to be confirmed: ${confirm} Nothing was sent.`, { reason: 'not_confirmed' });
}

function byTypeAndName(one: DeviceFile, other: DeviceFile): number {
  return one.type === other.type ? one.name.localeCompare(other.name) : one.type === 'directory' ? -1 : 1;
}
