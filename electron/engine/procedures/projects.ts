import { ProcedureError } from '../../../shared/contract/answer';
import type { Call } from '../../doors/contract-engine';
import { maySee, type Session } from '../../doors/session';
import type { ActiveProject } from '../active-project';
import type { Demonstration } from '../demonstration';
import { checkDefaults, refuseSecrets } from '../edits/settings';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';

type Names =
  | 'tenants.list'
  | 'project.current'
  | 'project.create'
  | 'project.open'
  | 'project.close'
  | 'project.rename'
  | 'project.undo'
  | 'project.redo'
  | 'project.saveVersion'
  | 'project.versions'
  | 'project.restoreVersion'
  | 'project.export'
  | 'project.import'
  | 'project.setHistory'
  | 'protocol.configure'
  | 'trend.save'
  | 'trend.remove'
  | 'demo.start'
  | 'demo.stop'
  | 'demo.state';

/** Tenants, projects and what is edited of a project as a whole. */
export function projectHandlers(services: Services): HandlersOf<Names> {
  const { registry, tenant, tenantById, demonstration } = services;
  const current = (call: Call): ActiveProject => tenant(call).current();
  /** An edit is answered when lines and devices have followed it. */
  const followed = async <T>(project: ActiveProject, answer: T): Promise<T> => {
    await project.running.settled();
    return answer;
  };

  return {
    'tenants.list': async (_input, { session }) => {
      const visible = registry.list().filter(({ id }) => maySee(session, id));
      return Promise.all(
        visible.map(async ({ id, name, color, demonstration: isDemonstration }) => {
          const runtime = tenantById(id);
          return { id, name, color, demonstration: isDemonstration, openProjectId: runtime?.project?.file.project.id ?? null, projects: (await runtime?.storage.store.list()) ?? [] };
        }),
      );
    },
    'project.current': (_input, call) => {
      const file = tenant(call).project?.file;
      if (!file) return null;
      const { project, revision, readOnly, readOnlyReason, undoLabel, redoLabel, savedAt, saveError, recovery } = file;
      return { project, revision, readOnly, readOnlyReason, undoLabel, redoLabel, savedAt, saveError, recovery };
    },
    'project.create': async ({ name }, call) => {
      const runtime = tenant(call);
      const projectId = await runtime.storage.store.create(name);
      await runtime.open(projectId);
      return { projectId };
    },
    'project.open': async ({ projectId }, call) => {
      await tenant(call).open(projectId);
      return {};
    },
    'project.close': async (_input, call) => {
      await tenant(call).closeProject();
      return {};
    },
    'project.rename': ({ name }, call) => ({
      revision: current(call).file.edit(`Rename to ${name}`, (draft) => {
        draft.name = name;
      }),
    }),
    'project.undo': (_input, call) => {
      const project = current(call);
      return followed(project, { label: project.file.undo().label });
    },
    'project.redo': (_input, call) => {
      const project = current(call);
      return followed(project, { label: project.file.redo().label });
    },
    'project.saveVersion': ({ name }, call) => current(call).file.saveVersion(name),
    'project.versions': (_input, call) => current(call).file.versions(),
    'project.restoreVersion': async ({ versionId }, call) => {
      const project = current(call);
      const revision = await project.file.restoreVersion(versionId);
      return followed(project, { revision });
    },
    'project.export': async (_input, call) => {
      const { name, octets } = await current(call).file.exportFile();
      return { name, contentBase64: Buffer.from(octets).toString('base64') };
    },
    'project.import': async ({ contentBase64 }, call) => {
      const runtime = tenant(call);
      const { project, devices, points, notes } = await runtime.storage.store.importFile(fromBase64(contentBase64));
      await runtime.open(project.id);
      return { projectId: project.id, devices, points, notes: [...notes] };
    },
    'project.setHistory': ({ retentionDays }, call) => ({
      revision: current(call).file.edit(`Keep samples for ${retentionDays} days`, (draft) => {
        draft.history.retentionDays = retentionDays;
      }),
    }),
    'protocol.configure': ({ protocol, enabled, lineDefaults, deviceDefaults, pollIntervalMs = null }, call) => {
      const known = services.protocol(protocol);
      if (!known) throw new ProcedureError('not_found', `This version does not know the protocol "${protocol}".`);
      checkDefaults(known.lineSettings, lineDefaults, 'lineDefaults');
      checkDefaults(known.deviceSettings, deviceDefaults, 'deviceDefaults');
      refuseSecrets(lineDefaults, known.description.lineFields, 'lineDefaults');
      refuseSecrets(deviceDefaults, known.description.deviceFields, 'deviceDefaults');
      const project = current(call);
      const revision = project.file.edit(`Settings of ${protocol}`, (draft) => {
        draft.protocols[protocol] = { enabled, lineDefaults, deviceDefaults, pollIntervalMs };
      });
      return followed(project, { revision });
    },
    'trend.save': (trend, call) => ({
      revision: current(call).file.edit(`Trend ${trend.name}`, (draft) => {
        const at = draft.trends.findIndex(({ id }) => id === trend.id);
        if (at < 0) draft.trends.push(trend);
        else draft.trends[at] = trend;
      }),
    }),
    'trend.remove': ({ trendId }, call) => {
      const { file } = current(call);
      const trend = file.project.trends.find(({ id }) => id === trendId);
      if (!trend) throw new ProcedureError('not_found', 'There is no such trend in the open project.');
      return {
        revision: file.edit(`Delete trend ${trend.name}`, (draft) => {
          draft.trends = draft.trends.filter(({ id }) => id !== trendId);
        }),
      };
    },
    'demo.start': (_input, { session }) => {
      mustSeeDemonstration(session, demonstration);
      return demonstration.start();
    },
    'demo.stop': async (_input, { session }) => {
      mustSeeDemonstration(session, demonstration);
      await demonstration.stop();
      return {};
    },
    'demo.state': (_input, { session }) => {
      const { running, tenantId } = demonstration.state();
      return { running, tenantId: tenantId !== null && maySee(session, tenantId) ? tenantId : null };
    },
  };
}

/** The plant has a tenant of its own, which is made when it is started first. @throws ProcedureError `not_found` where the session is kept to others */
function mustSeeDemonstration(session: Session, demonstration: Demonstration): void {
  const { tenantId } = demonstration.state();
  if (tenantId === null ? session.tenantIds !== null : !maySee(session, tenantId)) throw new ProcedureError('not_found', 'The demonstration plant is in a tenant that this session may not see.', { reason: 'no_tenant' });
}

/** @throws ProcedureError `bad_input` for text that is no base64 */
export function fromBase64(text: string): Uint8Array {
  const octets = Buffer.from(text, 'base64');
  // What is no base64 is left out by the decoder: then less comes than the text's length promises. A pattern takes 100 ms for 25 MB.
  if (text.length % 4 === 1 || octets.byteLength !== Buffer.byteLength(text, 'base64')) throw new ProcedureError('bad_input', 'The content is no base64.', { fields: [{ path: 'contentBase64', message: 'is no base64' }] });
  return octets;
}
