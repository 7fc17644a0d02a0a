import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ProcedureOutput } from '../../../shared/contract';
import { ProcedureError } from '../../../shared/contract/answer';
import type { Device } from '../../../shared/domain/device';
import type { Opaque, Point } from '../../../shared/domain/point';
import { isoFromMicros } from '../../../shared/domain/time';
import type { Call } from '../../doors/contract-engine';
import type { Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { runTest } from '../devices/run-test';
import { dropEmptyLines, findOrMakeLine, moveToLine } from '../edits/lines';
import { parseSettings, takeSettings } from '../edits/settings';
import type { Services } from '../services';
import { usableProtocol } from '../usable-protocol';

/** How long `connect` waits to know whether the device is there; the wish stays either way. */
const CONNECT_WITHIN_MS = 10_000;

/** What a body says of a device, over the settings that it has or that new ones begin with. */
export interface PublishedDevice {
  readonly deviceId: string;
  /** Null where the body says nothing of the line. */
  readonly line: ((base: Opaque) => Opaque) | null;
  readonly device: (base: Opaque) => Opaque;
  /** Null where the body says nothing of points. */
  readonly points: ((known: readonly Point[]) => Point[]) | null;
  /** Whether a line that others share takes these settings too: they are its security, or its port's. */
  readonly replaceSettings: boolean;
}

type Answer = { message: string; device_id: string };

/** One protocol's devices as the published routes have them: what is the same for every protocol. */
export class PublishedDevices {
  constructor(
    private readonly services: Services,
    /** Of the protocol. */
    private readonly name: string,
    private readonly title: string,
  ) {}

  now(): string {
    return isoFromMicros(this.services.clock.nowMicros());
  }

  current(call: Call): ActiveProject {
    return this.services.tenant(call).current();
  }

  protocol(project: ActiveProject): Protocol {
    return usableProtocol(this.services, project, this.name);
  }

  /** None where no project is open. */
  all(call: Call): readonly Device[] {
    return this.services.tenant(call).project?.file.project.devices.filter(({ protocol }) => protocol === this.name) ?? [];
  }

  /** @throws ProcedureError `not_found` */
  find(call: Call, deviceId: string): Device {
    const device = this.all(call).find((candidate) => candidate.deviceId === deviceId);
    if (!device) throw new ProcedureError('not_found', `There is no ${this.title} device ${deviceId}.`, { reason: 'no_device' });
    return device;
  }

  /** @param check of the line's settings beside those that the project has; it throws where they do not go together */
  async add(call: Call, { deviceId, line, device, points, replaceSettings }: PublishedDevice, check: (project: ActiveProject, protocol: Protocol, lineSettings: Opaque) => void = () => {}): Promise<Answer> {
    const project = this.current(call);
    const protocol = this.protocol(project);
    const policy = project.file.project.protocols[this.name];
    const given = parseSettings(protocol.lineSettings, line?.(policy?.lineDefaults ?? {}) ?? {}, 'line');
    const settings = parseSettings(protocol.deviceSettings, device(policy?.deviceDefaults ?? {}), 'device');
    if (project.file.project.devices.some((other) => other.deviceId === deviceId)) {
      throw new ProcedureError('conflict', `There is a device ${deviceId} already. Device ids are unique over all protocols.`, { reason: 'duplicate_device' });
    }
    const made = points?.([]) ?? [];
    check(project, protocol, given);
    const { lineSettings } = await this.#keepSecrets(call, protocol, given, settings);
    project.file.edit(`Add ${deviceId}`, (draft) => {
      const lineId = findOrMakeLine(draft, { protocol, settings: lineSettings, name: null, replaceSettings });
      draft.devices.push({ id: randomUUID(), deviceId, description: '', protocol: this.name, lineId, settings, enabled: false, pollIntervalMs: policy?.pollIntervalMs ?? null, points: made, findings: [] });
    });
    await project.running.settled();
    return { message: `Device ${deviceId} added`, device_id: deviceId };
  }

  async update(call: Call, body: PublishedDevice): Promise<Answer> {
    const project = this.current(call);
    const protocol = this.protocol(project);
    const device = this.find(call, body.deviceId);
    const settings = parseSettings(protocol.deviceSettings, body.device(device.settings), 'device');
    const given = body.line && parseSettings(protocol.lineSettings, body.line(project.line(device.lineId).settings), 'line');
    const points = body.points?.(device.points) ?? null;
    const lineSettings = given && (await this.#keepSecrets(call, protocol, given, settings)).lineSettings;
    project.file.edit(`Change ${device.deviceId}`, (draft) => {
      if (lineSettings) moveToLine(draft, device.id, { protocol, settings: lineSettings, name: null, replaceSettings: body.replaceSettings });
      const target = draft.devices.find(({ id }) => id === device.id);
      if (target && !isDeepStrictEqual(device.settings, settings)) target.settings = settings;
      if (target && points) target.points = points;
      dropEmptyLines(draft);
    });
    await project.running.settled();
    return { message: `Device ${device.deviceId} changed`, device_id: device.deviceId };
  }

  async remove(call: Call, deviceId: string): Promise<Answer> {
    const project = this.current(call);
    const device = this.find(call, deviceId);
    project.file.edit(`Delete ${deviceId}`, (draft) => {
      draft.devices = draft.devices.filter(({ id }) => id !== device.id);
      dropEmptyLines(draft);
    });
    await project.running.settled();
    return { message: `Device ${deviceId} removed`, device_id: deviceId };
  }

  /**
   * Connects and waits a while for the device.
   * @param security of the line, to be kept before; null where the body says nothing of it
   * @throws ProcedureError `no_answer` where the line is open and the device silent, `unreachable` where the line is not
   */
  async connect(call: Call, deviceId: string, security: ((base: Opaque) => Opaque) | null): Promise<Answer> {
    const project = this.current(call);
    const device = this.find(call, deviceId);
    const protocol = this.protocol(project);
    project.mustHoldConnections();
    if (security) {
      const given = parseSettings(protocol.lineSettings, security(project.line(device.lineId).settings), 'line');
      const { lineSettings } = await this.#keepSecrets(call, protocol, given, device.settings);
      project.file.edit(`Security of ${deviceId}`, (draft) => moveToLine(draft, device.id, { protocol, settings: lineSettings, name: null, replaceSettings: true }));
    }
    await project.wish(device.id, true);
    await project.running.device(device.id)?.decided(CONNECT_WITHIN_MS, call.signal);
    const status = project.running.status(device.id);
    if (status?.state === 'connected') return { message: `Connected to ${deviceId}`, device_id: deviceId };
    const silent = status?.state === 'connecting' || project.running.lineStatus(device.lineId)?.state === 'open';
    const why = status?.reason ? ` ${status.reason.replace(/\.?$/, '.')}` : '';
    throw new ProcedureError(silent ? 'no_answer' : 'unreachable', `${deviceId} ${silent ? 'did not answer' : 'could not be reached'}.${why} It is tried again until it is disconnected.`);
  }

  async disconnect(call: Call, deviceId: string): Promise<Answer> {
    await this.current(call).wish(this.find(call, deviceId).id, false);
    return { message: `Disconnected from ${deviceId}`, device_id: deviceId };
  }

  async test(call: Call, deviceId: string): Promise<ProcedureOutput<'api.modbus.test'>> {
    const project = this.current(call);
    const device = this.find(call, deviceId);
    const { success, steps, diagnosis } = await runTest({
      services: this.services,
      runtime: this.services.tenant(call),
      protocol: this.protocol(project),
      lineSettings: project.line(device.lineId).settings,
      settings: device.settings,
      points: device.points,
      signal: call.signal,
    });
    return { success, diagnosis, steps: steps.map(({ name, ok, durationMs, message }) => ({ name, ok, duration_ms: durationMs, message })) };
  }

  /** Puts what is secret in the settings into the vault. */
  #keepSecrets(call: Call, protocol: Protocol, lineSettings: Opaque, settings: Opaque) {
    return takeSettings(protocol, { lineSettings, settings }, this.services.tenant(call).storage.vault);
  }
}
