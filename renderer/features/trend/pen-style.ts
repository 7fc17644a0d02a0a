/** Pens differ by dash as well as by colour, so that print in black and white loses nothing. */
export interface PenStyle {
  readonly token: string;
  readonly dash: readonly number[];
}

const STYLES: readonly PenStyle[] = [
  { token: '--pen-1', dash: [] },
  { token: '--pen-2', dash: [7, 2] },
  { token: '--pen-3', dash: [2, 2] },
  { token: '--pen-4', dash: [8, 2, 2, 2] },
  { token: '--pen-5', dash: [12, 3] },
  { token: '--pen-6', dash: [4, 4] },
];

const FALLBACK: PenStyle = { token: '--pen-6', dash: [4, 4] };

/** Style of pen 1 to 6. */
export function penStyle(pen: number): PenStyle {
  return STYLES[pen - 1] ?? FALLBACK;
}

/** The pen that the fewest of the given pens use, lowest number first. */
export function nextPen(used: readonly number[]): number {
  const counts = STYLES.map((_, at) => used.filter((pen) => pen === at + 1).length);
  return counts.indexOf(Math.min(...counts)) + 1;
}
