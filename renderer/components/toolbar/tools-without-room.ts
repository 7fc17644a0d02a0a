/** A tool as it was measured, pixels. */
export interface MeasuredTool {
  readonly id: string;
  /** The least that it takes. */
  readonly width: number;
  /** `quiet`: goes into `More`, the last first; `late`: after all quiet ones; `stays`: never. */
  readonly leaves: 'quiet' | 'late' | 'stays';
}

/**
 * Which tools go into `More` so that the others fit.
 * @param room inner width of the bar, pixels
 * @param gap between two tools
 * @param moreWidth of the button `More`
 * @param moreStands true when `More` is there anyway
 */
export function toolsWithoutRoom(tools: readonly MeasuredTool[], room: number, gap: number, moreWidth: number, moreStands: boolean): ReadonlySet<string> {
  const gone = new Set<string>();
  const needed = (): number => {
    const widths = tools.filter(({ id }) => !gone.has(id)).map(({ width }) => width);
    if (moreStands || gone.size > 0) widths.push(moreWidth);
    return widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1);
  };
  const leaving = [...tools.filter(({ leaves }) => leaves === 'quiet').toReversed(), ...tools.filter(({ leaves }) => leaves === 'late').toReversed()];
  for (const { id } of leaving) {
    if (needed() <= room) break;
    gone.add(id);
  }
  return gone;
}
