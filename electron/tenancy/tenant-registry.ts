import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { ProcedureError } from '../../shared/contract/answer';
import { microsSchema } from '../../shared/domain/time';
import { AtomicFile } from '../disk/atomic-file';
import { PlainError } from '../disk/plain-error';
import { NodeFileSystem, type FileSystem } from '../disk/file-system';
import { parseJson } from '../disk/parse-json';
import type { Clock, DriverLog } from '../protocols/protocol';

const tenantSchema = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(200),
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  /** True for the tenant of the demonstration plant. */
  demonstration: z.boolean(),
  createdAt: microsSchema,
});
export type Tenant = z.infer<typeof tenantSchema>;

/** Where everything of one tenant is kept. Nothing of it is shared with another. */
export interface TenantPaths {
  readonly folder: string;
  readonly projects: string;
  readonly vault: string;
  /** Files that wait to be fetched, such as a CSV of samples. */
  readonly exports: string;
  /** Device templates of its own. */
  readonly templates: string;
}

export interface TenantRegistryOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: DriverLog;
  readonly fileSystem?: FileSystem;
}

const FIRST_TENANT = { name: 'Local', color: '#4f7a9e', demonstration: false };
const MOST_TENANTS = 1000;

/** The tenants of this installation: a folder each below `<dataDir>/tenants`. */
export class TenantRegistry {
  private constructor(
    private readonly options: TenantRegistryOptions,
    private readonly fileSystem: FileSystem,
    private readonly tenants: Map<string, Tenant>,
  ) {}

  /** Reads the tenants; the first run makes one called Local. A folder that can't be read is told in the log and left as it is. */
  static async open(options: TenantRegistryOptions): Promise<TenantRegistry> {
    const fileSystem = options.fileSystem ?? new NodeFileSystem();
    const folder = join(options.dataDir, 'tenants');
    await fileSystem.makeFolder(folder);
    const tenants = new Map<string, Tenant>();
    let unreadable = 0;
    for (const name of await fileSystem.list(folder)) {
      if (!z.uuid().safeParse(name).success) continue;
      const octets = await fileSystem.read(join(folder, name, 'tenant.json'));
      const tenant = tenantSchema.safeParse(octets === null ? null : parseJson(octets));
      if (tenant.success && tenant.data.id === name) {
        tenants.set(name, tenant.data);
      } else if (octets !== null) {
        unreadable += 1;
        options.log.error(`The tenant in ${join(folder, name)} can't be read: its tenant.json is damaged. The folder is unchanged.`);
      }
    }
    const registry = new TenantRegistry(options, fileSystem, tenants);
    const hasOwn = [...tenants.values()].some(({ demonstration }) => !demonstration);
    if (!hasOwn && unreadable === 0) await registry.create(FIRST_TENANT);
    if (tenants.size === 0) throw new PlainError(`None of the tenants in ${folder} can be read. Restore their tenant.json files, or move the folders away to begin anew.`);
    return registry;
  }

  /** The oldest first; the first of them is home where a session names none. */
  list(): Tenant[] {
    return [...this.tenants.values()].sort((a, b) => Number(a.demonstration) - Number(b.demonstration) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  /** Null for an unknown id. */
  get(tenantId: string): Tenant | null {
    return this.tenants.get(tenantId) ?? null;
  }

  /** Where the tenant's files are. Throws `not_found` for an unknown id, so that no path is made of a caller's text. */
  paths(tenantId: string): TenantPaths {
    if (!this.tenants.has(tenantId)) throw new ProcedureError('not_found', 'There is no such tenant.');
    const folder = join(this.options.dataDir, 'tenants', tenantId);
    return { folder, projects: join(folder, 'projects'), vault: join(folder, 'vault.json'), exports: join(folder, 'exports'), templates: join(folder, 'templates') };
  }

  /** Makes a tenant; its folder is on the disk when this resolves. */
  async create({ name, color, demonstration }: Pick<Tenant, 'name' | 'color' | 'demonstration'>): Promise<Tenant> {
    if (this.tenants.size >= MOST_TENANTS) throw new ProcedureError('too_many', `There are ${MOST_TENANTS} tenants, the most there can be.`);
    const tenant = tenantSchema.safeParse({ id: randomUUID(), name, color, demonstration, createdAt: this.options.clock.nowMicros() });
    if (!tenant.success) throw new ProcedureError('bad_input', `The tenant does not fit: ${tenant.error.issues[0]?.message ?? ''}`);
    const parent = join(this.options.dataDir, 'tenants');
    const folder = join(parent, tenant.data.id);
    await this.fileSystem.makeFolder(join(folder, 'projects'));
    await new AtomicFile({ fileSystem: this.fileSystem, path: join(folder, 'tenant.json') }).write([JSON.stringify(tenant.data, null, 2)]);
    await this.fileSystem.syncFolder(parent);
    this.tenants.set(tenant.data.id, tenant.data);
    return tenant.data;
  }
}
