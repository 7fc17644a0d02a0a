import type uPlot from 'uplot';
import type { Micros } from '../../../shared/domain/time';
import type { Gap } from './pen-buffer';
import { AXIS_WIDTH } from './trend-axes';
import type { TrendAxis } from './trend-axes';

/** A write: a dashed vertical with `old → new, who`. */
export interface PlotMarker {
  readonly time: Micros;
  readonly text: string;
}

/** Reads a colour or a font of the theme. */
export type Token = (name: string) => string;

const FONT_PX = 11;
const HATCH = 6;

/** A hairline around the plot. */
export function drawFrame(plot: uPlot, token: Token, scale: number): void {
  const { ctx, bbox } = plot;
  const width = devicePixelRatio * scale;
  ctx.save();
  ctx.setLineDash([]);
  ctx.strokeStyle = token('--line-strong');
  ctx.lineWidth = width;
  ctx.strokeRect(bbox.left - width / 2, bbox.top - width / 2, bbox.width + width, bbox.height + width);
  ctx.restore();
}

/** Hatches the stretches without good values, with the reason in the first that has room for it. */
export function drawGaps(plot: uPlot, gaps: readonly Gap[], token: Token, scale: number): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio * scale;
  const drawn = new Set<string>();
  for (const gap of gaps) {
    const left = clamp(plot.valToPos(gap.from / 1e6, 'x', true), bbox);
    const right = gap.to === null ? bbox.left + bbox.width : clamp(plot.valToPos(gap.to / 1e6, 'x', true), bbox);
    if (right - left < 1) continue;
    const key = `${Math.round(left)} ${Math.round(right)}`;
    if (drawn.has(key)) continue;
    drawn.add(key);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.clip();
    hatch(ctx, left, right, bbox, token('--plot-hatch'), ratio);
    // The pens leave their dash behind.
    ctx.setLineDash([]);
    ctx.strokeStyle = token('--bad');
    ctx.lineWidth = ratio;
    ctx.strokeRect(left + ratio / 2, bbox.top - ratio, right - left - ratio, bbox.height + 2 * ratio);
    caption(ctx, gap.reason, left + 4 * ratio, bbox.top + 4 * ratio, '--bad', token, right - left, ratio);
    ctx.restore();
  }
}

/** Draws writes as dashed verticals; captions that would overlap the one before are left to the legend. */
export function drawMarkers(plot: uPlot, markers: readonly PlotMarker[], token: Token, scale: number): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio * scale;
  let free = bbox.left;
  ctx.save();
  for (const marker of markers) {
    const at = Math.round(plot.valToPos(marker.time / 1e6, 'x', true));
    if (at < bbox.left || at > bbox.left + bbox.width) continue;
    ctx.strokeStyle = token('--text-2');
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(at + ratio / 2, bbox.top);
    ctx.lineTo(at + ratio / 2, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.font = font(ratio, token);
    const width = ctx.measureText(marker.text).width;
    const room = bbox.left + bbox.width - at;
    const x = room > width + 8 * ratio ? at + 5 * ratio : at - width - 5 * ratio;
    if (x < free) continue;
    free = x + width;
    caption(ctx, marker.text, x, bbox.top + bbox.height - (FONT_PX + 5) * ratio, '--text-2', token, Infinity, ratio);
  }
  ctx.restore();
}

/** Writes each axis' unit at its top, above its figures. */
export function drawUnits(plot: uPlot, axes: readonly TrendAxis[], token: Token, scale: number): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio * scale;
  ctx.save();
  ctx.font = font(ratio, token);
  ctx.fillStyle = token('--text-2');
  ctx.textBaseline = 'top';
  axes.forEach(({ unit, side }, at) => {
    const outward = Math.max(0, at - 1) * AXIS_WIDTH * ratio;
    ctx.textAlign = side === 'left' ? 'right' : 'left';
    ctx.fillText(unit, side === 'left' ? bbox.left - 6 * ratio : bbox.left + bbox.width + outward + 6 * ratio, bbox.top - 3 * ratio);
  });
  ctx.restore();
}

function hatch(ctx: CanvasRenderingContext2D, left: number, right: number, box: uPlot.BBox, colour: string, ratio: number): void {
  ctx.setLineDash([]);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * ratio;
  ctx.beginPath();
  for (let x = left - box.height; x < right; x += HATCH * ratio) {
    ctx.moveTo(x, box.top + box.height);
    ctx.lineTo(x + box.height, box.top);
  }
  ctx.stroke();
}

function caption(
  ctx: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string, token: Token, room: number, ratio: number,
): void {
  ctx.font = font(ratio, token);
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  const width = ctx.measureText(text).width;
  if (width + 8 * ratio > room) return;
  ctx.fillStyle = token('--bg-raised');
  ctx.fillRect(x - 2 * ratio, y - ratio, width + 4 * ratio, (FONT_PX + 3) * ratio);
  ctx.fillStyle = token(colour);
  ctx.fillText(text, x, y);
}

function font(ratio: number, token: Token): string {
  return `500 ${FONT_PX * ratio}px ${token('--font-ui')}`;
}

function clamp(at: number, box: uPlot.BBox): number {
  return Math.min(box.left + box.width, Math.max(box.left, at));
}
