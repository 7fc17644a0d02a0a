/** A name that no device has: `DEV-01`, `DEV-02`, ... */
export function freeDeviceLabel(taken: readonly string[]): string {
  const used = new Set(taken);
  for (let number = 1; ; number += 1) {
    const label = `DEV-${String(number).padStart(2, '0')}`;
    if (!used.has(label)) return label;
  }
}
