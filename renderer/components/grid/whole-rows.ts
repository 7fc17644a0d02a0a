/**
 * Where a list rests after it was scrolled, so that its first row is whole: at the next row in the direction of the
 * movement. Pixels.
 */
export function restingPlace(scrollTop: number, rowHeight: number, downwards: boolean): number {
  const rows = scrollTop / rowHeight;
  // A fraction of a pixel, as scaled screens have it, is no movement.
  const nearest = Math.round(rows);
  if (Math.abs(rows - nearest) * rowHeight < 1) return scrollTop;
  return (downwards ? Math.ceil(rows) : Math.floor(rows)) * rowHeight;
}
