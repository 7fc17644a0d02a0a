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
  /** Settles once the engine has told for the first time: the window is there a moment before. */
  readonly loaded: Promise<void>;
  #settleLoaded: () => void = () => undefined;

  constructor(
    private readonly client: Client,
    private readonly live: LiveState,
    private readonly samples: SampleStore,
  ) {
    this.loaded = new Promise((resolve) => {
      this.#settleLoaded = resolve;
    });
  }

  /** Asks for everything at once; after a connection was made. */
  async load(): Promise<void> {
    const { client } = this;
    const [session, system, protocols, tenants] = await Promise.all([client.call('session.info', {}), client.call('system.info', {}), client.call('protocol.list', {}), client.call('tenants.list', {})]);
    this.session.set(session);
    this.system.set(system);
    this.protocols.set(protocols);
    this.tenants.set(tenants);
    this.#settleLoaded();
  }

  /** Names the session's own tenant where none was chosen. */
  settle(): void {
    const session = this.session.get();
    if (session && this.client.tenantId.get() === null) this.client.nameTenant(session.tenantId);
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
    // The session's own tenant is whom everything was asked of before one was named: what is there stays.
    if (this.client.tenantId.get() === null && tenantId === this.session.get()?.tenantId) {
      this.client.nameTenant(tenantId);
      return;
    }
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
