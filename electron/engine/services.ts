import type { Inventories } from '../maps/inventories';
import type { Preferences } from '../tenancy/preferences';
import type { TenantRegistry } from '../tenancy/tenant-registry';
import type { Clock, Protocol } from '../protocols/protocol';
import type { TableFiles } from '../project/point-list/table-files';
import type { Call } from '../doors/contract-engine';
import type { Demonstration } from './demonstration';
import type { EngineOptions } from './engine-options';
import type { TenantRuntime } from './tenant-runtime';

/** What the procedures work with. Built once, by the composition root. */
export interface Services {
  readonly options: EngineOptions;
  readonly clock: Clock;
  readonly protocols: readonly Protocol[];
  readonly registry: TenantRegistry;
  readonly preferences: Preferences;
  readonly demonstration: Demonstration;
  /** Null for a protocol that this version does not have. */
  readonly protocol: (name: string) => Protocol | null;
  /** The tenant of a call; the gate has checked that it exists and may be seen. */
  readonly tenant: (call: Pick<Call, 'tenantId'>) => TenantRuntime;
  readonly tenantById: (tenantId: string) => TenantRuntime | null;
  /** Reads and writes tables in a worker. */
  readonly tableFiles: TableFiles;
  readonly inventories: Inventories;
}
