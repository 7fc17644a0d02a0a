/** Which switches are on, for the unit as a whole and for single points. */
export class SwitchStates {
  readonly #whole = new Set<string>();
  readonly #points = new Map<string, Set<string>>();

  isOn(id: string): boolean {
    return this.#whole.has(id);
  }

  set(id: string, on: boolean): void {
    if (on) this.#whole.add(id);
    else {
      // Off for the unit is off for its points too: whoever switches all off expects none to be left.
      this.#whole.delete(id);
      for (const pointId of this.#points.keys()) this.#setPoint(id, pointId, false);
    }
  }

  setPoints(id: string, pointIds: readonly string[], on: boolean): void {
    for (const pointId of pointIds) this.#setPoint(id, pointId, on);
  }

  /** Those on for a point, singly or as part of the unit. */
  at(pointId: string): Set<string> {
    const own = this.#points.get(pointId);
    return own === undefined ? this.#whole : new Set([...this.#whole, ...own]);
  }

  whole(): readonly string[] {
    return [...this.#whole];
  }

  /** Switches that are on for single points, with how many. */
  singly(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const own of this.#points.values()) for (const id of own) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  #setPoint(id: string, pointId: string, on: boolean): void {
    const own = this.#points.get(pointId) ?? new Set<string>();
    if (on) own.add(id);
    else own.delete(id);
    if (own.size === 0) this.#points.delete(pointId);
    else this.#points.set(pointId, own);
  }
}
