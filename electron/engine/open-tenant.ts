import type { Logger } from 'pino';
import { ProjectStore } from '../project/project-store';
import { WorkerProjectDecoder } from '../project/worker-project-decoder';
import type { Clock, Protocol } from '../protocols/protocol';
import { AuditTrail } from '../security/audit-trail';
import { Vault, type VaultKey } from '../security/vault';
import { NodeFileSystem } from '../disk/file-system';
import type { ProductTemplates } from '../templates/product-templates';
import { TemplateLibrary } from '../templates/template-library';
import type { Tenant, TenantRegistry } from '../tenancy/tenant-registry';
import { TenantLock } from '../tenancy/tenant-lock';
import { JobFiles } from './job-files';
import { TenantLog } from './log/tenant-log';
import type { ProcessMetrics } from './metrics';
import { pointRules } from './point-rules';
import { TenantRuntime } from './tenant-runtime';

export interface OpenTenantContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: TenantRegistry;
  readonly vaultKey: VaultKey;
  readonly workersUrl: URL;
  readonly productTemplates: ProductTemplates;
  readonly process: ProcessMetrics;
  /** Name and version, for exported files. */
  readonly product: string;
  /** The two apart, for what simulators say of themselves. */
  readonly identity: { readonly name: string; readonly version: string };
  protocol(name: string): Protocol | null;
  rememberOpen(tenantId: string, projectId: string | null): Promise<void>;
}

/** Opens what a tenant keeps on the disk and builds its services. No project is open yet. */
export async function openTenant(tenant: Tenant, context: OpenTenantContext): Promise<TenantRuntime> {
  const { clock, registry, vaultKey, workersUrl, process: processMetrics, product } = context;
  const paths = registry.paths(tenant.id);
  const log = new TenantLog(clock, context.logger.child({ tenant: tenant.name }));
  const lock = await TenantLock.acquire({ folder: paths.folder, log: log.of('Tenant') });
  try {
    const audit = await AuditTrail.open({ folder: paths.folder, clock, log: log.of('Audit trail'), secondInstance: lock.readOnly });
    const vault = await Vault.open({ path: paths.vault, key: vaultKey, tenantId: tenant.id, readOnly: lock.readOnly });
    const protocol = (name: string): Protocol | null => context.protocol(name);
    const store = new ProjectStore({ folder: paths.projects, clock, log: log.of('Project'), points: pointRules(protocol), access: lock, product, decoder: new WorkerProjectDecoder(new URL('project-decoder-worker.js', workersUrl)) });
    const templates = new TemplateLibrary({ product: context.productTemplates, fileSystem: new NodeFileSystem(), folder: paths.templates, access: lock });
    return new TenantRuntime(
      { id: tenant.id, clock, jobsFolder: await JobFiles.folderFor(paths.exports, lock.readOnly), workersUrl, process: processMetrics, product: context.identity, protocol, rememberOpen: (projectId) => context.rememberOpen(tenant.id, projectId) },
      log,
      { store, audit, vault, templates, release: () => lock.release() },
    );
  } catch (cause) {
    await lock.release();
    throw cause;
  }
}
