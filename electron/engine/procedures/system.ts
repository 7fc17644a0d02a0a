import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CONTRACT_VERSION } from '../../../shared/contract';
import { ProcedureError } from '../../../shared/contract/answer';
import { permissions } from '../../../shared/contract/procedure';
import { licenceSchema } from '../../../shared/contract/system';
import { plainFileTrouble } from '../../disk/file-system';
import { listSerialPorts } from '../../io/serial-port-list';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';

type Names =
  | 'system.info'
  | 'system.licences'
  | 'system.serialPorts'
  | 'system.metrics'
  | 'session.info'
  | 'preferences.get'
  | 'preferences.set'
  | 'log.recent'
  | 'job.list'
  | 'job.cancel'
  | 'job.result'
  | 'writing.state'
  | 'writing.arm';

/** What concerns the installation, the session and long work. */
export function systemHandlers({ options, protocols, preferences, tenant }: Services): HandlersOf<Names> {
  return {
    'system.info': () => ({
      product: 'ThermaCore Workstation',
      version: options.version,
      contractVersion: CONTRACT_VERSION,
      runtime: options.runtime,
      platform: `${process.platform} ${process.arch}`,
      headless: options.headless,
      standInRuntime: options.standInRuntime,
      protocols: protocols.map(({ description: { name, title } }) => ({ name, title })),
      utcOffsetMinutes: -new Date().getTimezoneOffset(),
    }),
    'system.licences': () => readLicences(options.licencesFile),
    'system.serialPorts': async () => {
      const { ports, problem = '' } = await listSerialPorts();
      return {
        ports: ports.map(({ path, manufacturer = null, serialNumber = null }) => ({ path, label: manufacturer === null ? path : `${path} (${manufacturer})`, manufacturer, serialNumber })),
        note: problem === '' && ports.length === 0 ? 'No serial port was found. Plug in an adapter and look again.' : problem,
      };
    },
    'system.metrics': async (_input, call) => {
      const runtime = tenant(call);
      await runtime.measureDisk();
      return runtime.metrics();
    },
    'session.info': (_input, { session }) => ({
      user: session.user,
      permissions: permissions.filter((permission) => session.permissions.has(permission)),
      tenantId: session.homeTenantId,
    }),
    'preferences.get': ({ key }, { session }) => ({ value: preferences.get(`${session.user}/${key}`) }),
    'preferences.set': async ({ key, value }, { session }) => {
      await preferences.set(`${session.user}/${key}`, value);
      return {};
    },
    'log.recent': ({ limit, deviceId }, call) => tenant(call).log.recent(limit, deviceId),
    'job.list': (_input, call) => tenant(call).jobs.list(),
    'job.cancel': ({ jobId }, call) => {
      tenant(call).jobs.cancel(jobId);
      return {};
    },
    'job.result': ({ jobId, part }, call) => tenant(call).jobs.result(jobId, part),
    'writing.state': (_input, call) => tenant(call).writing.state,
    'writing.arm': ({ armed, minutes }, call) => {
      const { writing } = tenant(call);
      return armed ? writing.arm(call.session.user, minutes) : writing.disarm();
    },
  };
}

async function readLicences(file: string | null): Promise<z.infer<typeof licenceSchema>[]> {
  if (file === null) return [];
  try {
    return z.array(licenceSchema).parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new ProcedureError('not_found', `The list of licences could not be read: ${plainFileTrouble(cause) ?? 'its content is not as it was written'}. Build the application again.`);
  }
}
