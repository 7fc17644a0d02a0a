import { stripColumns, type StripState } from './strip-columns';
import type { StripView } from './strip-view';
import type { CoverageTable } from '../../../shared/contract/map-tools';

export interface StripInks {
  readonly used: string;
  readonly overlapping: string;
  readonly refused: string;
  readonly forbidden: string;
  readonly ground: string;
  readonly cursor: string;
  readonly text: string;
  readonly tick: string;
}

/** The colours as they are where the strip stands: they follow theme and contrast. */
export function inksOf(element: HTMLElement): StripInks {
  const style = getComputedStyle(element);
  const ink = (name: string): string => style.getPropertyValue(name).trim();
  return { used: ink('--accent'), overlapping: ink('--bad'), refused: ink('--uncertain'), forbidden: ink('--text-3'), ground: ink('--bg-raised'), cursor: ink('--text'), text: ink('--text-2'), tick: ink('--line-strong') };
}

/** Height of the picture, and of the scale under it. */
export const STRIP_HEIGHT = 40;
export const SCALE_HEIGHT = 16;

/** Draws one table. States differ in height and hatch too, not by colour alone. */
export function paintStrip(canvas: HTMLCanvasElement, table: CoverageTable, view: StripView, cursor: number | null, inks: StripInks): void {
  const ratio = window.devicePixelRatio;
  const width = canvas.clientWidth;
  const height = STRIP_HEIGHT + SCALE_HEIGHT;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null || width === 0) return;
  context.scale(ratio, ratio);
  context.fillStyle = inks.ground;
  context.fillRect(0, 0, width, STRIP_HEIGHT);
  for (const [x, state] of stripColumns(table.stretches, view, width).entries()) paintColumn(context, x, state, inks);
  paintScale(context, view, width, inks);
  if (cursor !== null) {
    const left = ((cursor - view.from) / view.span) * width;
    context.strokeStyle = inks.cursor;
    context.lineWidth = 2;
    context.strokeRect(left - 1, 1, Math.max(2, width / view.span) + 2, STRIP_HEIGHT - 2);
  }
}

function paintColumn(context: CanvasRenderingContext2D, x: number, state: StripState, inks: StripInks): void {
  if (state === null) return;
  context.fillStyle = inks[state];
  if (state === 'overlapping') context.fillRect(x, 0, 1, STRIP_HEIGHT);
  else if (state === 'used') context.fillRect(x, STRIP_HEIGHT / 4, 1, (STRIP_HEIGHT * 3) / 4);
  else if (state === 'refused') context.fillRect(x, STRIP_HEIGHT / 2, 1, STRIP_HEIGHT / 2);
  // Dotted from top to bottom.
  else for (let y = x % 4; y < STRIP_HEIGHT; y += 4) context.fillRect(x, y, 1, 2);
}

/** Room of one label on the scale. */
const LABEL_WIDTH = 64;

function paintScale(context: CanvasRenderingContext2D, view: StripView, width: number, inks: StripInks): void {
  const step = niceStep((view.span * LABEL_WIDTH) / width);
  context.font = '11px sans-serif';
  context.textAlign = 'left';
  context.textBaseline = 'top';
  for (let at = Math.ceil(view.from / step) * step; at < view.from + view.span; at += step) {
    const x = Math.round(((at - view.from) / view.span) * width);
    context.fillStyle = inks.tick;
    context.fillRect(x, STRIP_HEIGHT, 1, 5);
    context.fillStyle = inks.text;
    if (x + 36 < width) context.fillText(String(at), x + 3, STRIP_HEIGHT + 3);
  }
}

/** 1, 2, 5, 10, 20, 50, ...: the first that is at least so much. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}
