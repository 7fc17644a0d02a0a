import type { ServedFile } from '../../../shared/contract/simulator-files';
import type { SimulatedUnit } from '../../../shared/domain/simulator';
import type { ServedFilesCapability } from '../../protocols/protocol';

/** Files that a simulator's units serve, by the ids of the project. */
export class UnitFiles {
  readonly #files: ServedFilesCapability | undefined;
  /** By a unit's id, the key by which the protocol tells it apart. */
  readonly #keys: ReadonlyMap<string, string>;

  constructor(files: ServedFilesCapability | undefined, units: readonly SimulatedUnit[], keyOf: (settings: SimulatedUnit['settings']) => string) {
    this.#files = files;
    this.#keys = new Map(units.map(({ id, settings }) => [id, keyOf(settings)]));
  }

  list(): ServedFile[] {
    const ids = new Map(Array.from(this.#keys, ([id, key]) => [key, id]));
    return (this.#files?.list() ?? []).flatMap(({ unit, ...file }) => {
      const unitId = ids.get(unit);
      return unitId === undefined ? [] : [{ unitId, ...file }];
    });
  }

  /** Null where there is none. */
  read(unitId: string, path: string): Uint8Array | null {
    const key = this.#keys.get(unitId);
    return key === undefined ? null : (this.#files?.read(key, path) ?? null);
  }
}
