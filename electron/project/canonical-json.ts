/**
 * JSON text that depends on the content only: keys in the order of their UTF-16 code units, no white space, numbers as
 * ECMAScript writes them (the form of RFC 8785, from memory). So a file that was reformatted still fits its checksum.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const entries = sortedByKey(Object.entries(value));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** Entries of an object in canonical order. */
export function sortedByKey<T>(entries: [string, T][]): [string, T][] {
  return entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
