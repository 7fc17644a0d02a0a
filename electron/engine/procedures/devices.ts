import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { DeviceEdit, DeviceTestResult, Diagnostics } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { Call } from '../../doors/contract-engine';
import type { Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { dropEmptyLines, findOrMakeLine, moveToLine } from '../edits/lines';
import { parseSettings, refuseSecrets, takeSettings } from '../edits/settings';
import type { HandlersOf } from '../handlers';
import { overviewOf } from '../overview/overview-of';
import type { Services } from '../services';
import { runTest } from '../devices/run-test';
import { unknownProtocol, usableProtocol } from '../usable-protocol';
import { notRunning } from './running-driver';

type Names =
  | 'protocol.list'
  | 'overview.get'
  | 'device.add'
  | 'device.update'
  | 'line.configureDevices'
  | 'device.duplicate'
  | 'device.remove'
  | 'device.connect'
  | 'device.disconnect'
  | 'device.statuses'
  | 'device.readNow'
  | 'device.test'
  | 'device.diagnostics'
  | 'line.diagnostics'
  | 'device.clearFindings';

/** Devices and lines: what is edited of them, and what they are told. */
export function deviceHandlers(services: Services): HandlersOf<Names> {
  const { protocols, tenant } = services;
  const current = (call: Call): ActiveProject => tenant(call).current();

  return {
    'protocol.list': () => protocols.map(({ description }) => description),
    'overview.get': (_input, call) => overviewOf(tenant(call), protocols),
    'device.add': async ({ enabled, ...edit }, call) => ({ id: await addDevice(services, call, { edit, enabled, points: () => [] }) }),
    'device.update': async ({ id, ...edit }, call) => {
      const runtime = tenant(call);
      const project = runtime.current();
      const before = project.device(id);
      if (before.protocol !== edit.protocol) throw new ProcedureError('conflict', `${before.deviceId} speaks ${before.protocol}. A device of another protocol is added anew.`);
      const protocol = usableProtocol(services, project, edit.protocol);
      const { lineSettings, settings } = await takeSettings(protocol, edit, runtime.storage.vault);
      const revision = project.file.edit(`Change ${edit.deviceId}`, (draft) => {
        moveToLine(draft, id, { protocol, settings: lineSettings, name: edit.lineName, replaceSettings: true });
        const device = draft.devices.find((candidate) => candidate.id === id);
        const adaptive = edit.adaptivePolling === undefined ? {} : { adaptivePolling: edit.adaptivePolling };
        if (device) Object.assign(device, { deviceId: edit.deviceId, description: edit.description, settings, pollIntervalMs: edit.pollIntervalMs, ...adaptive });
        dropEmptyLines(draft);
      });
      await project.running.settled();
      return { revision };
    },
    'line.configureDevices': async ({ lineId, settings, pollIntervalMs }, call) => {
      const project = current(call);
      const line = project.line(lineId);
      const protocol = usableProtocol(services, project, line.protocol);
      refuseSecrets(settings, protocol.description.deviceFields, 'settings');
      const devices = project.file.project.devices.filter((device) => device.lineId === lineId);
      const made = new Map(devices.map((device) => [device.id, parseSettings(protocol.deviceSettings, { ...device.settings, ...settings }, 'settings')]));
      const revision = project.file.edit(`Settings of every device at ${line.name ?? protocol.lineLabel(line.settings)}`, (draft) => {
        for (const device of draft.devices) {
          const own = made.get(device.id);
          if (own === undefined) continue;
          device.settings = own;
          if (pollIntervalMs !== undefined) device.pollIntervalMs = pollIntervalMs;
        }
      });
      await project.running.settled();
      return { revision, devices: devices.length };
    },
    'device.duplicate': async ({ id, deviceId }, call) => {
      const project = current(call);
      const original = project.device(id);
      const copy: Device = { ...original, id: randomUUID(), deviceId, enabled: false, findings: [], points: original.points.map((point) => ({ ...point, id: randomUUID() })) };
      project.file.edit(`Duplicate ${original.deviceId}`, (draft) => {
        draft.devices.push(copy);
      });
      await project.running.settled();
      return { id: copy.id };
    },
    'device.remove': async ({ ids }, call) => {
      const project = current(call);
      const [first] = ids.map((id) => project.device(id));
      const gone = new Set(ids);
      const revision = project.file.edit(gone.size === 1 ? `Delete ${first?.deviceId ?? 'device'}` : `Delete ${gone.size} devices`, (draft) => {
        draft.devices = draft.devices.filter(({ id }) => !gone.has(id));
        dropEmptyLines(draft);
      });
      await project.running.settled();
      return { revision };
    },
    'device.connect': async ({ deviceId }, call) => {
      const project = current(call);
      const device = project.device(deviceId);
      usableProtocol(services, project, device.protocol);
      project.mustHoldConnections();
      await project.wish(deviceId, true);
      return {};
    },
    'device.disconnect': async ({ deviceId }, call) => {
      await current(call).wish(deviceId, false);
      return {};
    },
    'device.statuses': (_input, call) => tenant(call).statuses(),
    'device.readNow': async ({ deviceId }, call) => {
      const project = current(call);
      const device = project.device(deviceId);
      project.mustHoldConnections();
      const acquired = project.running.device(deviceId)?.acquired;
      if (!acquired) throw notRunning(project, device);
      return acquired.readNow(call.signal);
    },
    'device.test': async ({ deviceId, edit }, call): Promise<DeviceTestResult> => {
      const runtime = tenant(call);
      const protocol = services.protocol(edit.protocol);
      if (!protocol) throw unknownProtocol(edit.protocol);
      const known = deviceId === null ? null : runtime.current().device(deviceId);
      return runTest({ services, runtime, protocol, ...checkedForTest(protocol, edit), points: known?.points ?? [], signal: call.signal });
    },
    'device.diagnostics': ({ deviceId }, call): Diagnostics => {
      const project = current(call);
      const device = project.device(deviceId);
      const diagnostics = project.running.device(deviceId)?.diagnostics();
      if (!diagnostics) throw notRunning(project, device);
      return diagnostics;
    },
    'line.diagnostics': ({ lineId }, call): Diagnostics => {
      const project = current(call);
      const line = project.line(lineId);
      const running = project.running.line(lineId);
      if (!running) throw new ProcedureError('conflict', `${line.name} does not run: ${project.running.lineStatus(lineId)?.reason ?? 'it could not be made'}`);
      return running.diagnostics();
    },
    'device.clearFindings': async ({ deviceId }, call) => {
      const project = current(call);
      project.device(deviceId);
      const revision = project.file.note((draft) => {
        const device = draft.devices.find(({ id }) => id === deviceId);
        if (device) device.findings = [];
      });
      await project.running.settled();
      return { revision };
    },
  };
}

export interface NewDevice {
  readonly edit: DeviceEdit;
  readonly enabled: boolean;
  /** Made for the protocol that the edit names, once it is known to be usable. */
  readonly points: (protocol: Protocol) => Point[];
}

/** Adds a device with its points in one edit; its line is found or made. Gives the device's id. */
export async function addDevice(services: Services, call: Call, { edit, enabled, points: pointsFor }: NewDevice): Promise<string> {
  const runtime = services.tenant(call);
  const project = runtime.current();
  const protocol = usableProtocol(services, project, edit.protocol);
  const points = pointsFor(protocol);
  const { lineSettings, settings } = await takeSettings(protocol, edit, runtime.storage.vault);
  const id = randomUUID();
  project.file.edit(`Add ${edit.deviceId}`, (draft) => {
    const lineId = findOrMakeLine(draft, { protocol, settings: lineSettings, name: edit.lineName, replaceSettings: true });
    const { deviceId, description, pollIntervalMs, adaptivePolling = null } = edit;
    draft.devices.push({ id, deviceId, description, protocol: edit.protocol, lineId, settings, enabled, pollIntervalMs, adaptivePolling, points, findings: [] });
  });
  await project.running.settled();
  return id;
}

function checkedForTest(protocol: Protocol, edit: DeviceEdit) {
  return {
    lineSettings: parseSettings(protocol.lineSettings, edit.lineSettings, 'edit.lineSettings'),
    settings: parseSettings(protocol.deviceSettings, edit.settings, 'edit.settings'),
  };
}
