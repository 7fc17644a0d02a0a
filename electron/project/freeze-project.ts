/** V8 copies a frozen array item by item: 20 ms for 60,000 items, with every edit. Longer lists than this are not frozen themselves. */
const LONGEST_FROZEN_LIST = 1000;

/** Freezes a project, or a part of one, with everything in it; what is frozen already is not walked again. */
export function freezeProject<T>(value: T): T {
  freeze(value);
  return value;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  if (Array.isArray(value)) {
    for (const item of value) freeze(item);
    if (value.length > LONGEST_FROZEN_LIST) return;
  } else for (const inner of Object.values(value)) freeze(inner);
  Object.freeze(value);
}
