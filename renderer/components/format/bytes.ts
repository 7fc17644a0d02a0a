const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** `412 GB`, `3.4 MB`, `640 kB`, `12 octets`: powers of 1000, three figures at most. */
export function formatBytes(octets: number): string {
  if (octets < 1000) return `${Math.round(octets)} octets`;
  let value = octets / 1000;
  let unit: string = UNITS[0];
  for (const larger of UNITS.slice(1)) {
    if (value < 999.5) break;
    value /= 1000;
    unit = larger;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
