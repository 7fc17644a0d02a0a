function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function share(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) {
    const items: readonly unknown[] = before;
    const next = after.map((item: unknown, at) => share(items[at], item));
    return items.length === next.length && next.every((item, at) => Object.is(item, items[at])) ? before : next;
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = Object.keys(after);
    const next = Object.fromEntries(keys.map((key) => [key, share(before[key], after[key])]));
    const same = keys.length === Object.keys(before).length && keys.every((key) => Object.hasOwn(before, key) && Object.is(next[key], before[key]));
    return same ? before : next;
  }
  return after;
}

/**
 * A JSON value equal to `after` that reuses the parts of `before` which did not change, so that only what shows the
 * changed parts renders again.
 */
export function structuralShare<T>(before: T, after: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- equal to `after` in every part, and so of its type
  return share(before, after) as T;
}
