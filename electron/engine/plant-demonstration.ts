import { ProcedureError } from '../../shared/contract/answer';
import type { Project } from '../../shared/domain/project';
import type { Clock, DriverLog, Protocol } from '../protocols/protocol';
import { DemoPlant } from './demo-plant';
import type { Demonstration } from './demonstration';
import type { TenantRuntime } from './tenant-runtime';

/** What the plant itself is measured by. */
const PLANT_PROTOCOL = 'modbus';

export interface PlantDemonstrationContext {
  readonly clock: Clock;
  readonly log: DriverLog;
  /** Those of this build; the plant needs Modbus. */
  readonly protocols: readonly Protocol[];
  /** The demonstration's own tenant, made when there is none. */
  tenant(): Promise<TenantRuntime>;
  /** Its id, where it was made already. */
  tenantId(): string | null;
}

/** The demonstration plant in a tenant of its own: what is tried there touches no project of anybody's. */
export class PlantDemonstration implements Demonstration {
  private plant: DemoPlant | null = null;
  private changing: Promise<unknown> = Promise.resolve();

  constructor(private readonly context: PlantDemonstrationContext) {}

  /** Starting it while it runs gives what runs. */
  start(): Promise<{ tenantId: string; projectId: string }> {
    return this.oneByOne(async () => {
      const { protocols, clock, log } = this.context;
      if (!protocols.some(({ description }) => description.name === PLANT_PROTOCOL)) throw new ProcedureError('conflict', 'This version has no demonstration plant.');
      const runtime = await this.context.tenant();
      const plant = this.plant ?? (await DemoPlant.start({ protocols, clock, log }));
      try {
        await openPlant(runtime, plant.project);
      } catch (cause) {
        if (this.plant === null) await plant.close();
        throw cause;
      }
      this.plant = plant;
      return { tenantId: runtime.id, projectId: plant.project.id };
    });
  }

  stop(): Promise<void> {
    return this.oneByOne(async () => {
      const { plant } = this;
      if (!plant) return;
      this.plant = null;
      const runtime = await this.context.tenant();
      await runtime.closeProject();
      await plant.close();
    });
  }

  state(): { running: boolean; tenantId: string | null } {
    return { running: this.plant !== null, tenantId: this.context.tenantId() };
  }

  private oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const done = this.changing.then(work);
    this.changing = done.catch(() => undefined);
    return done;
  }
}

/** The plant's servers listen on other ports each time; what a newcomer changed in the project stays. */
async function openPlant(runtime: TenantRuntime, plant: Project): Promise<void> {
  const { store } = runtime.storage;
  const known = (await store.list()).some(({ id }) => id === plant.id);
  if (!known) await store.add(plant);
  await runtime.open(plant.id);
  const { file, running } = runtime.current();
  if (file.readOnly) return;
  file.note((draft) => {
    for (const line of draft.lines) {
      const now = plant.lines.find(({ id }) => id === line.id);
      if (now && JSON.stringify(now.settings) !== JSON.stringify(line.settings)) line.settings = now.settings;
    }
    for (const device of draft.devices) device.enabled = true;
  });
  await running.settled();
}
