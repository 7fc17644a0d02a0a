import { setImmediate } from 'node:timers/promises';
import { changedItems } from '../../../shared/domain/changed-items';
import type { Device, DeviceStatus, Finding, Line } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import type { Project } from '../../../shared/domain/project';
import type { Micros } from '../../../shared/domain/time';
import type { LineStatus } from '../../../shared/contract/devices';
import type { Acquisition } from '../../acquisition/acquisition';
import type { BusSample, SampleBus } from '../../acquisition/sample-bus';
import type { PointCache } from '../../acquisition/point-cache';
import type { Clock, Frame, Protocol } from '../../protocols/protocol';
import { Slices } from '../../project/slices';
import type { FrameSource } from '../../traffic/held-frame';
import type { TenantLog } from '../log/tenant-log';
import { reconcile } from '../reconcile';
import { DeviceRuntime } from './device-runtime';
import { growingDevice } from './growing-device';
import { HELD_ELSEWHERE } from './held-elsewhere';
import { LineMeasuring } from './line-measuring';
import { LineRuntime } from './line-runtime';

export interface RunningDevicesContext {
  readonly clock: Clock;
  readonly log: TenantLog;
  readonly bus: SampleBus;
  readonly cache: PointCache;
  readonly acquisition: Acquisition;
  protocol(name: string): Protocol | null;
  secret(reference: string, peer: string): Promise<string | null>;
  onDevice(deviceId: string): void;
  onLine(lineId: string): void;
  onFrame(line: FrameSource, frame: Frame): void;
  onFinding(deviceId: string, finding: Finding): void;
  onFindingGone(deviceId: string, kind: string, key: string): void;
  keepSettings(deviceId: string, settings: Opaque): Promise<Opaque>;
  /** Another instance has the tenant: nothing connects here, whatever the project wants. */
  readonly heldElsewhere: boolean;
}

/** A device or a line that can't be made: its settings or its protocol are not known here. */
interface Broken {
  readonly reason: string;
  readonly errorId: string | null;
  readonly since: Micros;
}

type Wanted = Pick<Project, 'lines' | 'devices' | 'protocols'>;
const NOTHING: Wanted = { lines: [], devices: [], protocols: {} };

/** Keeps lines and devices running as the project says; changes touch only what they concern, one after the other. */
export class RunningDevices {
  private readonly lines = new Map<string, LineRuntime>();
  private readonly devices = new Map<string, DeviceRuntime>();
  private readonly broken = new Map<string, Broken>();
  private readonly owners = new Map<string, string>();
  private applied: Wanted = NOTHING;
  private devicesOn: ReadonlyMap<string, readonly string[]> = new Map();
  private work: Promise<void> = Promise.resolve();
  private readonly endOfBus: () => void;
  private readonly measuring = new LineMeasuring(this.lines);

  constructor(private readonly context: RunningDevicesContext) {
    this.endOfBus = context.bus.subscribe((samples) => this.noteAnswers(samples));
  }

  /** Brings what runs to the project's state; resolves when it is there. */
  apply(project: Wanted): Promise<void> {
    const brought = this.work.then(() => this.bring(project));
    // What failed for one state must not keep the next from being tried; the caller hears of it.
    this.work = brought.catch(() => undefined);
    return brought;
  }

  /** A device goes by these settings already: when the project has them too, nothing is to be done for it. */
  adopt(deviceId: string, settings: Opaque): void {
    this.work = this.work.then(() => {
      this.devices.get(deviceId)?.adopt(settings);
      this.applied = { ...this.applied, devices: this.applied.devices.map((device) => (device.id === deviceId ? { ...device, settings } : device)) };
    });
  }

  /** Resolves when everything applied so far runs. */
  settled(): Promise<void> {
    return this.work;
  }

  device(deviceId: string): DeviceRuntime | null {
    return this.devices.get(deviceId) ?? null;
  }

  line(lineId: string): LineRuntime | null {
    return this.lines.get(lineId) ?? null;
  }

  /** The device that a configured point belongs to; null when there is none. */
  ownerOf(pointId: string): string | null {
    return this.owners.get(pointId) ?? null;
  }

  deviceIds(): Iterable<string> {
    return this.applied.devices.map(({ id }) => id);
  }

  lineIds(): Iterable<string> {
    return this.applied.lines.map(({ id }) => id);
  }

  status(deviceId: string): DeviceStatus | null {
    const running = this.devices.get(deviceId);
    if (running) return running.status();
    const broken = this.broken.get(deviceId);
    if (!broken) return null;
    const { reason, errorId, since } = broken;
    return { deviceId, state: 'error', since, reason, errorId, roundTripMs: null, nextTryAt: null, lastAnswerAt: null, pointsGood: 0, pointsBad: 0, latePolls: 0 };
  }

  lineStatus(lineId: string): LineStatus | null {
    const devices = this.devicesOn.get(lineId) ?? [];
    const connected = devices.filter((id) => this.devices.get(id)?.connected === true).length;
    const running = this.lines.get(lineId);
    if (running) return running.status(devices.length, connected);
    const broken = this.broken.get(lineId);
    if (!broken) return null;
    return { lineId, state: 'failed', reason: broken.reason, devices: devices.length, devicesConnected: 0, load: null, roundTripMs: null, requestsPerSecond: 0 };
  }

  /** Polls that came late, of all devices since they were made. */
  latePolls(): number {
    let late = 0;
    for (const device of this.devices.values()) late += device.acquired?.counters().latePolls ?? 0;
    return late;
  }

  async close(): Promise<void> {
    await this.apply(NOTHING);
    this.endOfBus();
    this.measuring.close();
  }

  private noteAnswers(samples: readonly BusSample[]): void {
    // A batch comes from one device, so its first good sample speaks for all.
    const answered = samples.find(({ quality }) => quality.level !== 'bad');
    const owner = answered && this.owners.get(answered.pointId);
    if (answered && owner !== undefined) this.devices.get(owner)?.noteAnswer(answered.receivedTime);
  }

  private async bring(project: Wanted): Promise<void> {
    // The edit that led here may have been long: others have their turn first.
    await setImmediate();
    const changes = reconcile(this.applied, project);
    const before = this.applied;
    const devicesBefore = new Map(before.devices.map((device) => [device.id, device]));
    this.applied = project;
    this.devicesOn = groupByLine(project.devices);
    const lost = [...changes.devicesRemoved, ...changes.devicesRemade.map(({ id }) => id)];
    await Promise.all(lost.map((id) => this.endDevice(id)));
    await Promise.all([...changes.linesRemoved, ...changes.linesMade.map(({ id }) => id)].map((id) => this.endLine(id)));
    for (const id of changes.devicesRemoved) this.forgetPoints(devicesBefore.get(id));
    const slices = new Slices();
    for (const line of changes.linesMade) {
      this.makeLine(line);
      if (slices.due) await slices.pause();
    }
    for (const device of changes.devicesRemade) {
      if (slices.due) await slices.pause();
      this.forgetOwners(devicesBefore.get(device.id));
      let earlier: Device | undefined;
      for (const grown of growingDevice(device)) {
        this.ownPoints(grown, earlier);
        if (earlier === undefined) this.makeDevice(grown);
        else this.devices.get(device.id)?.setDevice(grown, this.wanted(grown));
        earlier = grown;
        if (slices.due) await slices.pause();
      }
    }
    for (const device of changes.devicesChanged) {
      this.ownPoints(device, devicesBefore.get(device.id));
      if (slices.due) await slices.pause();
      this.devices.get(device.id)?.setDevice(device, this.wanted(device));
      this.context.onDevice(device.id);
    }
    if (before.protocols !== project.protocols) this.applyPolicies();
  }

  /** A protocol that was switched on or off connects or disconnects all its devices. */
  private applyPolicies(): void {
    for (const device of this.applied.devices) this.devices.get(device.id)?.setDevice(device, this.wanted(device));
  }

  private wanted(device: Device): boolean {
    return !this.context.heldElsewhere && device.enabled && this.applied.protocols[device.protocol]?.enabled !== false;
  }

  private makeLine(line: Line): void {
    const { context } = this;
    this.broken.delete(line.id);
    const protocol = context.protocol(line.protocol);
    if (!protocol) {
      this.broken.set(line.id, { reason: `This version does not know the protocol "${line.protocol}".`, errorId: null, since: context.clock.nowMicros() });
      return;
    }
    const label = LineRuntime.label(line, protocol);
    try {
      this.lines.set(line.id, new LineRuntime(line, protocol, { clock: context.clock, log: context.log.of(label), secret: (reference, peer) => context.secret(reference, peer), onChange: (id) => context.onLine(id), onFrame: (on, frame) => context.onFrame(on, frame) }));
    } catch (cause) {
      const errorId = context.log.failure(label, 'The line could not be made', cause);
      this.broken.set(line.id, { reason: `The line's settings do not fit. The log has the cause under ${errorId}.`, errorId, since: context.clock.nowMicros() });
    }
    context.onLine(line.id);
  }

  private makeDevice(device: Device): void {
    const { context } = this;
    this.broken.delete(device.id);
    const line = this.lines.get(device.lineId);
    if (line) {
      this.devices.set(
        device.id,
        new DeviceRuntime(device, this.wanted(device), line, {
          clock: context.clock,
          acquisition: context.acquisition,
          onChange: (id) => context.onDevice(id),
          onFinding: (id, finding) => context.onFinding(id, finding),
          onFindingGone: (id, kind, key) => context.onFindingGone(id, kind, key),
          keepSettings: (id, settings) => context.keepSettings(id, settings),
          onState: (current, status) => this.logState(current, status),
          offReason: context.heldElsewhere ? HELD_ELSEWHERE : '',
          failure: (current, cause) => context.log.failure(current.deviceId, 'The driver failed and is made anew', cause, current.id),
        }),
      );
    } else {
      const { reason, errorId } = this.broken.get(device.lineId) ?? { reason: 'Its line is missing from the project.', errorId: null };
      this.broken.set(device.id, { reason, errorId, since: context.clock.nowMicros() });
    }
    context.onDevice(device.id);
  }

  private logState({ deviceId, id }: Device, { state, reason, errorId }: DeviceStatus): void {
    // The driver's error has its own entry, with the cause.
    if (state === 'error' && errorId !== null) return;
    const level = state === 'lost' || state === 'error' ? 'warning' : 'info';
    const words = { off: 'Disconnected', connecting: 'Connecting', connected: 'Connected', lost: 'Connection lost', error: 'In error' }[state];
    this.context.log.write(level, deviceId, reason === '' ? words : `${words}: ${reason}`, { deviceId: id });
  }

  private async endDevice(deviceId: string): Promise<void> {
    const running = this.devices.get(deviceId);
    this.devices.delete(deviceId);
    this.broken.delete(deviceId);
    await running?.close();
  }

  private async endLine(lineId: string): Promise<void> {
    const running = this.lines.get(lineId);
    this.lines.delete(lineId);
    this.broken.delete(lineId);
    try {
      await running?.close();
    } catch (cause) {
      this.context.log.failure(running?.line.name ?? 'Line', 'The line could not be closed in order', cause);
    }
  }

  private ownPoints(device: Device, before: Device | undefined): void {
    const { now, earlier } = changedItems(before?.points ?? [], device.points);
    // Only those that are gone: a map is slow where much is taken out and put in again.
    const left = new Set(now.map(({ item }) => item.id));
    for (const { id } of earlier) if (!left.has(id)) this.owners.delete(id);
    for (const { item } of now) this.owners.set(item.id, device.id);
  }

  private forgetOwners(device: Device | undefined): void {
    for (const { id } of device?.points ?? []) this.owners.delete(id);
  }

  private forgetPoints(device: Device | undefined): void {
    if (!device) return;
    this.forgetOwners(device);
    this.context.cache.forget(device.points.map(({ id }) => id));
  }
}

function groupByLine(devices: readonly Device[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, lineId } of devices) {
    const group = groups.get(lineId);
    if (group) group.push(id);
    else groups.set(lineId, [id]);
  }
  return groups;
}
