import type { ProcedureOutput } from '../../../shared/contract/index';
import type { Client } from '../../client/client';
import type { LiveState } from '../../client/live-state';
import type { SampleStore } from '../../client/sample-store';
import { Store } from '../../client/store';

export type TenantSummary = ProcedureOutput<'tenants.list'>[number];
export type SystemInfo = ProcedureOutput<'system.info'>;
export type SessionInfo = ProcedureOutput<'session.info'>;
export type ProtocolInfo = ProcedureOutput<'protocol.list'>[number];

/** Who is asking, of which tenant, and what the engine is. */
export class TenantSession {
  readonly tenants = new Store<readonly TenantSummary[]>([]);
  readonly session = new Store<SessionInfo | null>(null);
  readonly system = new Store<SystemInfo | null>(null);
  readonly protocols = new Store<readonly ProtocolInfo[]>([]);

  constructor(
    private readonly client: Client,
    private readonly live: LiveState,
    private readonly samples: SampleStore,
  ) {}

  /** Asks for everything; after a connection was made. */
  async load(): Promise<void> {
    const [session, system, protocols] = await Promise.all([this.client.call('session.info', {}), this.client.call('system.info', {}), this.client.call('protocol.list', {})]);
    this.session.set(session);
    this.system.set(system);
    this.protocols.set(protocols);
    await this.refreshTenants();
  }

  /** Names the session's own tenant where none was chosen. */
  settle(): void {
    const session = this.session.get();
    if (session && this.client.tenantId.get() === null) this.client.useTenant(session.tenantId);
  }

  async refreshTenants(): Promise<void> {
    this.tenants.set(await this.client.call('tenants.list', {}));
  }

  current(): TenantSummary | undefined {
    const id = this.client.tenantId.get();
    return this.tenants.get().find((tenant) => tenant.id === id);
  }

  /** Turns the window to another tenant. A tenant is a wall: nothing of the one before stays. */
  switchTo(tenantId: string): void {
    if (this.client.tenantId.get() === tenantId) return;
    this.live.clear();
    this.samples.clear();
    this.client.useTenant(tenantId);
  }

  async openProject(tenantId: string, projectId: string): Promise<void> {
    this.switchTo(tenantId);
    await this.client.call('project.open', { projectId });
    await this.refreshTenants();
  }
}
