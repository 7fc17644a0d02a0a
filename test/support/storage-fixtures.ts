import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ProjectStore, type ProjectStoreOptions } from '../../electron/project/project-store';
import type { FileSystem, WritableFile } from '../../electron/disk/file-system';
import type { PointRules } from '../../electron/project/project-rules';
import type { Clock, DriverLog } from '../../electron/protocols/protocol';
import type { Device, Line } from '../../shared/domain/device';
import type { Point } from '../../shared/domain/point';
import type { Project } from '../../shared/domain/project';
import { makeDevice, makePoint } from './domain-fixtures';

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'thermacore-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A clock that goes one millisecond further with every look. */
export function tickingClock(from = 1_700_000_000_000_000): Clock {
  let now = from;
  return {
    nowMicros: () => (now += 1000),
    monotonicMs: () => performance.now(),
  };
}

export function collectingLog(): DriverLog & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, info: (message) => lines.push(`info ${message}`), warn: (message) => lines.push(`warn ${message}`), error: (message) => lines.push(`error ${message}`), failure: (what) => (lines.push(`error ${what}`), what) };
}

/** Keys by the address's field `register`; nothing is wrong with any point but one called `bad`. */
export const plainRules: PointRules = {
  addressKey: (_protocol, point) => JSON.stringify(point.address['register']),
  checkPoint: (_protocol, point) => (point.name === 'bad' ? 'nothing like it can be read' : null),
};

export const writable = { readOnly: false, reason: '' };

export function makeStore(folder: string, options: Partial<ProjectStoreOptions> = {}): ProjectStore {
  return new ProjectStore({ folder, clock: tickingClock(), log: collectingLog(), points: plainRules, access: writable, product: 'ThermaCore test', ...options });
}

export function makeLine(fields: Partial<Line> = {}): Line {
  return { id: randomUUID(), name: '127.0.0.1:502', protocol: 'modbus', settings: { host: '127.0.0.1', port: 502 }, ...fields };
}

/** A device with points at registers from 0 on. */
export function deviceWithPoints(line: Line, count: number, deviceId = 'BLR-01'): Device {
  return makeDevice(manyPoints(count), { deviceId, lineId: line.id, protocol: line.protocol });
}

export function manyPoints(count: number): Point[] {
  return Array.from({ length: count }, (_, at) =>
    makePoint({ name: `Flow temperature ${at}`, description: 'Boiler house, measured at the flow', address: { register: at, table: 'holding' }, sensorType: 'temperature', unit: '°C', scale: 0.1, tags: ['boiler'] }),
  );
}

/** A project with one line and one device, as JSON would hold it. */
export function makeProject(points = 3): Project {
  const line = makeLine();
  return {
    schemaVersion: 2,
    id: randomUUID(),
    name: 'Plant',
    createdAt: 1_700_000_000_000_000,
    simulated: false,
    lines: [line],
    devices: [deviceWithPoints(line, points)],
    trends: [],
    simulators: [],
    protocols: {},
    history: { retentionDays: 90 },
  };
}

/** A file system of memory whose every change can be made to fail. */
export class MemoryFileSystem implements FileSystem {
  readonly files = new Map<string, Buffer>();
  readonly calls: string[] = [];
  /** Throws to make the call fail. */
  before: (call: string, path: string) => void = () => undefined;

  private note(call: string, path: string): void {
    this.calls.push(`${call} ${path}`);
    this.before(call, path);
  }

  async read(path: string): Promise<Buffer | null> {
    this.before('read', path);
    await Promise.resolve();
    return this.files.get(path) ?? null;
  }

  async readBeginning(path: string, octets: number): Promise<Buffer | null> {
    return (await this.read(path))?.subarray(0, octets) ?? null;
  }

  async create(path: string): Promise<WritableFile> {
    await Promise.resolve();
    this.note('create', path);
    this.files.set(path, Buffer.alloc(0));
    return {
      write: async (octets) => {
        await Promise.resolve();
        this.note('write', path);
        this.files.set(path, Buffer.concat([this.files.get(path) ?? Buffer.alloc(0), octets]));
      },
      sync: async () => {
        await Promise.resolve();
        this.note('sync', path);
      },
      close: async () => {
        await Promise.resolve();
        this.note('close', path);
      },
    };
  }

  async rename(from: string, to: string): Promise<void> {
    await Promise.resolve();
    this.note('rename', from);
    const content = this.files.get(from);
    if (content === undefined) throw systemError('ENOENT');
    this.files.delete(from);
    this.files.set(to, content);
  }

  async remove(path: string): Promise<void> {
    await Promise.resolve();
    this.note('remove', path);
    for (const name of this.files.keys()) if (name === path || name.startsWith(`${path}/`)) this.files.delete(name);
  }

  async makeFolder(): Promise<void> {
    await Promise.resolve();
  }

  async syncFolder(path: string): Promise<void> {
    await Promise.resolve();
    this.note('syncFolder', path);
  }

  async list(path: string): Promise<string[]> {
    await Promise.resolve();
    const below = [...this.files.keys()].filter((name) => name.startsWith(`${path}/`)).map((name) => name.slice(path.length + 1).split('/')[0] ?? '');
    return [...new Set(below)];
  }

  async inspect(path: string): Promise<{ stamp: string; size: number; modifiedMs: number } | null> {
    await Promise.resolve();
    const content = this.files.get(path);
    return content === undefined ? null : { stamp: content.toString('base64'), size: content.length, modifiedMs: 0 };
  }
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code });
}
