import { mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { ProcedureName } from '../../shared/contract';
import { ProcedureError } from '../../shared/contract/answer';
import type { TopicName } from '../../shared/contract/events';
import { permissions } from '../../shared/contract/procedure';
import type { AnnouncedWrites, AuditedCall, CheckedCall, ContractEngine, EventSubscription } from '../doors/contract-engine';
import type { FieldErrors } from '../doors/field-errors';
import type { Session } from '../doors/session';
import type { DriverLog, Protocol } from '../protocols/protocol';
import { Inventories } from '../maps/inventories';
import { WorkerTableFiles } from '../project/point-list/worker-table-files';
import { OUTCOME_NOT_RECORDED } from '../security/audit-record';
import { AccessTokens } from '../security/access-tokens';
import { SessionFile } from '../security/session-file';
import { NodeFileSystem } from '../disk/file-system';
import { ProductTemplates } from '../templates/product-templates';
import { Preferences } from '../tenancy/preferences';
import { TenantRegistry, type Tenant } from '../tenancy/tenant-registry';
import type { Demonstration } from './demonstration';
import type { EngineOptions } from './engine-options';
import { bindHandlers, type Handlers } from './handlers';
import { makeLogger } from './log/make-logger';
import { newErrorId } from './log/tenant-log';
import { ProcessMetrics } from './metrics';
import { openTenant, type OpenTenantContext } from './open-tenant';
import { commandHandlers } from './procedures/commands';
import { deviceActionHandlers } from './procedures/device-actions';
import { deviceFileHandlers } from './procedures/device-files';
import { deviceRequestHandlers } from './procedures/device-requests';
import { deviceTableHandlers } from './procedures/device-tables';
import { deviceHandlers } from './procedures/devices';
import { frameHandlers } from './procedures/frames';
import { historyHandlers } from './procedures/history';
import { mapToolHandlers } from './procedures/map-tools';
import { dnp3ApiHandlers } from './procedures/dnp3-api';
import { modbusApiHandlers } from './procedures/modbus-api';
import { pointListHandlers } from './procedures/point-lists';
import { pointHandlers } from './procedures/points';
import { projectHandlers } from './procedures/projects';
import { protocolsApiHandlers } from './procedures/protocols-api';
import { simulatorEditHandlers } from './procedures/simulator-edits';
import { simulatorFileHandlers } from './procedures/simulator-files';
import { simulatorHandlers } from './procedures/simulators';
import { simulatorToolHandlers } from './procedures/simulator-tools';
import { snapshotHandlers } from './procedures/snapshots';
import { systemHandlers } from './procedures/system';
import { templateHandlers } from './procedures/templates';
import { wordBitHandlers } from './procedures/word-bits';
import { PlantDemonstration } from './plant-demonstration';
import { productProtocols } from './product-protocols';
import type { Services } from './services';
import { systemClock } from './system-clock';
import type { TenantRuntime } from './tenant-runtime';

const PRODUCT = 'ThermaCore Workstation';
const DEMONSTRATION = { name: 'Demonstration plant', color: '#80689a', demonstration: true };
/** The preference under which the engine remembers a tenant's open project; no session's user has this name. */
const OPEN_PROJECT = '#engine/open-project.';
/** What is left of the ten seconds that a service manager grants. */
const CLOSE_WITHIN_MS = 9000;

/** The engine: everything the product can do, for whatever doors stand before it. */
export class Engine implements ContractEngine {
  private readonly tenants = new Map<string, TenantRuntime>();
  private readonly checks: (name: ProcedureName, input: unknown) => CheckedCall;
  private closing: Promise<void> | null = null;
  readonly demonstration: Demonstration;

  private constructor(
    private readonly services: Omit<Services, 'tenant' | 'tenantById' | 'demonstration'>,
    readonly tokens: AccessTokens,
    private readonly logger: Logger,
    private readonly metrics: ProcessMetrics,
    private readonly tenantContext: OpenTenantContext,
  ) {
    this.demonstration = this.makeDemonstration();
    const all: Services = { ...services, demonstration: this.demonstration, tenant: ({ tenantId }) => this.runtime(tenantId), tenantById: (id) => this.tenants.get(id) ?? null };
    this.checks = bindHandlers(allHandlers(all), services.options.checkAnswers === true);
  }

  /** Opens everything below the data folder, and the projects that were open when it was closed. */
  static async create(options: EngineOptions): Promise<Engine> {
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    const logger = makeLogger(options.logTo);
    const clock = options.clock ?? systemClock;
    const log = plainLog(logger);
    const protocols = options.protocols ?? productProtocols();
    const byName = new Map(protocols.map((protocol) => [protocol.description.name, protocol]));
    const protocol = (name: string): Protocol | null => byName.get(name) ?? null;
    const { dataDir } = options;
    const tokens = await AccessTokens.open({ folder: dataDir, log });
    const registry = await TenantRegistry.open({ dataDir, clock, log });
    const preferences = await Preferences.open({ dataDir, log });
    const metrics = new ProcessMetrics(dataDir);
    const engine = new Engine({ options, clock, protocols, registry, preferences, protocol, tableFiles: new WorkerTableFiles(new URL('point-list-worker.js', options.workersUrl)), inventories: new Inventories() }, tokens, logger, metrics, {
      clock,
      logger,
      registry,
      vaultKey: options.vaultKey,
      workersUrl: options.workersUrl,
      process: metrics,
      productTemplates: new ProductTemplates(new NodeFileSystem(), options.templatesFolder ?? null),
      product: `${PRODUCT} ${options.version}`,
      identity: { name: PRODUCT, version: options.version },
      protocol,
      rememberOpen: (tenantId, projectId) => preferences.set(`${OPEN_PROJECT}${tenantId}`, projectId ?? ''),
    });
    try {
      for (const tenant of registry.list()) await engine.startTenant(tenant);
    } catch (cause) {
      await engine.close().catch((again: unknown) => logger.error({ err: again }, 'Closing after a failed start failed too'));
      throw cause;
    }
    return engine;
  }

  /** The tenant that a session means when it names none. */
  get homeTenantId(): string {
    const [home] = this.services.registry.list();
    if (!home) throw new Error('There is no tenant');
    return home.id;
  }

  /** The browsers' sessions of before the start, for the door that opens them. The caller closes it. */
  browserSessions(): Promise<SessionFile> {
    return SessionFile.open({ folder: this.services.options.dataDir, log: plainLog(this.logger) });
  }

  /** The session of the desktop's window: its user may do everything, and is bound by the arming of writes. */
  desktopSession(user: string): Session {
    return { kind: 'desktop', user, permissions: new Set(permissions), homeTenantId: this.homeTenantId, tenantIds: null };
  }

  /** The session that an access token opens; null for nobody's. */
  tokenSession(token: string): Session | null {
    const grant = this.tokens.authenticate(token);
    if (!grant) return null;
    const home = grant.tenantIds === null || grant.tenantIds.has(this.homeTenantId) ? this.homeTenantId : [...grant.tenantIds][0];
    return home === undefined ? null : { kind: 'token', user: grant.user, permissions: grant.permissions, homeTenantId: home, tenantIds: grant.tenantIds };
  }

  tenantExists(tenantId: string): boolean {
    return this.tenants.has(tenantId);
  }

  check(name: ProcedureName, input: unknown): CheckedCall {
    return this.checks(name, input);
  }

  async audit(tenantId: string, { name, session, input, notes, outcome, message }: AuditedCall): Promise<void> {
    const { audit } = this.runtime(tenantId).storage;
    const entry = { user: session.user, door: session.kind, procedure: name, target: notes.target, input, outcome, message };
    if (notes.writes.length === 0) await audit.record(entry);
    for (const write of notes.writes) await audit.record({ ...entry, write });
  }

  async announce(tenantId: string, { name, session, input, target, writes }: AnnouncedWrites): Promise<void> {
    const { audit } = this.runtime(tenantId).storage;
    const entry = { user: session.user, door: session.kind, procedure: name, target, input, outcome: 'sending' };
    try {
      // At once, so that they go to the disk together; without a mapped point the address is in the input.
      await Promise.all(writes.length === 0 ? [audit.record(entry)] : writes.map((write) => audit.record({ ...entry, write: { ...write, outcome: OUTCOME_NOT_RECORDED } })));
    } catch (cause) {
      if (cause instanceof ProcedureError) throw new ProcedureError(cause.code, `Nothing was sent. ${cause.message}`, cause.details);
      throw cause;
    }
  }

  reportUnknown(what: string, cause: unknown, tenantId: string | null): string {
    const runtime = tenantId === null ? undefined : this.tenants.get(tenantId);
    if (runtime) return runtime.log.failure('Engine', `${what} failed`, cause);
    const errorId = newErrorId();
    this.logger.error({ err: cause, errorId }, `${what} failed`);
    return errorId;
  }

  subscribe(topic: TopicName, filter: unknown, tenantId: string, onPending: () => void): { ok: true; subscription: EventSubscription } | { ok: false; fields: FieldErrors } {
    return this.runtime(tenantId).topics.subscribe(topic, filter, onPending);
  }

  /** Makes a tenant of its own, with its services running. */
  async addTenant(about: Pick<Tenant, 'name' | 'color' | 'demonstration'>): Promise<TenantRuntime> {
    const tenant = await this.services.registry.create(about);
    return this.startTenant(tenant);
  }

  /** @throws ProcedureError `not_found` */
  runtime(tenantId: string): TenantRuntime {
    const runtime = this.tenants.get(tenantId);
    if (!runtime) throw new ProcedureError('not_found', 'There is no such tenant.');
    return runtime;
  }

  /**
   * Ends everything with everything acknowledged on the disk, within nine seconds. Rejects with the first failure, or
   * when the time is up; what was acknowledged before is on the disk either way.
   */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private makeDemonstration(): Demonstration {
    const { clock, registry, protocols } = this.services;
    const known = (): Tenant | undefined => registry.list().find(({ demonstration }) => demonstration);
    const { logger } = this;
    return new PlantDemonstration({
      clock,
      log: plainLog(logger),
      protocols,
      tenantId: () => known()?.id ?? null,
      tenant: async () => {
        const tenant = known();
        return tenant ? this.runtime(tenant.id) : this.addTenant(DEMONSTRATION);
      },
    });
  }

  private async startTenant(tenant: Tenant): Promise<TenantRuntime> {
    const runtime = await openTenant(tenant, this.tenantContext);
    this.tenants.set(tenant.id, runtime);
    if (!tenant.demonstration) await this.reopen(runtime);
    return runtime;
  }

  /** What can't be opened again is told; the tenant works without it. */
  private async reopen(runtime: TenantRuntime): Promise<void> {
    const { options, preferences } = this.services;
    const remembered = preferences.get(`${OPEN_PROJECT}${runtime.id}`);
    const { store } = runtime.storage;
    try {
      const projects = await store.list();
      const projectId = typeof remembered === 'string' && remembered !== '' ? remembered : options.headless ? (projects[0]?.id ?? (await store.create('Default'))) : null;
      if (projectId !== null) await runtime.open(projectId);
    } catch (cause) {
      if (cause instanceof ProcedureError) runtime.log.write('error', 'Project', `The project could not be opened again: ${cause.message}`);
      else runtime.log.failure('Project', 'The project could not be opened again', cause);
    }
  }

  private async end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Not everything ended within ${CLOSE_WITHIN_MS} ms`)), CLOSE_WITHIN_MS);
    });
    try {
      await Promise.race([this.endAll(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async endAll(): Promise<void> {
    const ended = await Promise.allSettled([this.demonstration.stop().then(() => Promise.all(Array.from(this.tenants.values(), (runtime) => runtime.close()))), this.services.preferences.close()]);
    this.metrics.close();
    const failed = ended.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

/** Starts the engine. */
export function createEngine(options: EngineOptions): Promise<Engine> {
  return Engine.create(options);
}

function plainLog(logger: Logger): DriverLog {
  return {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
    failure: (what, cause) => {
      const errorId = newErrorId();
      logger.error({ err: cause, errorId }, what);
      return `${what} The log file has the cause under ${errorId}.`;
    },
  };
}

function allHandlers(services: Services): Handlers {
  return {
    ...systemHandlers(services),
    ...projectHandlers(services),
    ...deviceHandlers(services),
    ...deviceRequestHandlers(services),
    ...deviceActionHandlers(services),
    ...deviceFileHandlers(services),
    ...commandHandlers(services),
    ...pointHandlers(services),
    ...wordBitHandlers(services),
    ...pointListHandlers(services),
    ...historyHandlers(services),
    ...protocolsApiHandlers(services),
    ...modbusApiHandlers(services),
    ...dnp3ApiHandlers(services),
    ...simulatorHandlers(services),
    ...simulatorEditHandlers(services),
    ...simulatorFileHandlers(services),
    ...simulatorToolHandlers(services),
    ...templateHandlers(services),
    ...mapToolHandlers(services),
    ...deviceTableHandlers(services),
    ...snapshotHandlers(services),
    ...frameHandlers(services),
  };
}
