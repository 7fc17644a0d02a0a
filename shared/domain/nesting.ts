/** Levels that objects and lists of an input may be nested. What the product takes has about ten, a window's layout some more. */
export const MOST_INPUT_LEVELS = 64;
/** Levels in a file: those of an input, and the ones that the file puts around it. */
export const MOST_FILE_LEVELS = 100;

/**
 * Whether objects and lists are nested more than `levels` deep. What is checked, copied or written by functions that call
 * themselves would end in an overflow of the stack, which no schema reports.
 */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if (levels === 0) return true;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    // Most are text and numbers: not called for, 220,000 of them in an edit of 10,000 points cost nothing.
    if (typeof inner === 'object' && isNestedDeeper(inner, levels - 1)) return true;
  }
  return false;
}
