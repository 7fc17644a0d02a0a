import uPlot from 'uplot';
import type { Micros } from '../../../shared/domain/time';
import { pageScale } from '../../components/place-near';
import { drawFrame, drawGaps, drawMarkers, drawUnits, type Token } from './plot-overlays';
import type { PlotMarker } from './plot-overlays';
import type { PenBuffer } from './pen-buffer';
import { penStyle } from './pen-style';
import { AXIS_WIDTH, axesFor, axisRange, axisText, scaleOf } from './trend-axes';
import type { TrendAxis } from './trend-axes';

export interface PlotPen {
  readonly pointId: string;
  readonly label: string;
  readonly unit: string;
  readonly pen: number;
  /** Steps for booleans, enumerations and setpoints: nothing is known to lie between two samples. */
  readonly stepped: boolean;
  /** The device tells changes alone: a value is in force until the next one. */
  readonly holds: boolean;
  readonly buffer: PenBuffer;
}

export interface PlotFrame {
  readonly from: Micros;
  readonly to: Micros;
  readonly markers: readonly PlotMarker[];
}

const FONT_SIZE = 11;
/** Of the unit at the top of an axis with some air, pixels. */
const UNIT_HEIGHT = 16;
const DAY_SECONDS = 86_400;

/**
 * The drawing of a trend: uPlot with an axis a unit, hatched gaps and write markers. Owns its canvas until `destroy`.
 * What is drawn comes from the pens' buffers, thinned to the width of the window before it gets here.
 */
export class TrendPlot {
  readonly #host: HTMLElement;
  #plot: uPlot | null = null;
  #pens: readonly PlotPen[] = [];
  #frame: PlotFrame = { from: 0, to: 1, markers: [] };
  /** The page's scale: the plot takes it back and draws everything that much larger, so that its canvas stays sharp. */
  #scale = 1;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** The plotting area in the page's pixels, relative to the host; null before anything is drawn. */
  get area(): { left: number; top: number; width: number; height: number } | null {
    const plot = this.#plot;
    if (plot === null) return null;
    const ratio = devicePixelRatio * this.#scale;
    const { left, top, width, height } = plot.bbox;
    return { left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio };
  }

  get canvas(): HTMLCanvasElement | null {
    return this.#plot?.ctx.canvas ?? null;
  }

  /** Begins anew with other pens, another theme or another scale. */
  rebuild(pens: readonly PlotPen[]): void {
    this.destroy();
    this.#pens = pens;
    this.#scale = pageScale();
    this.#host.style.zoom = String(1 / this.#scale);
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width < 40 || height < 40) return;
    this.#plot = new uPlot(this.#options(width, height), emptyData(pens.length), this.#host);
    this.draw(this.#frame);
  }

  /** Takes the host's size. */
  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (this.#plot === null) this.rebuild(this.#pens);
    else if (this.#plot.width !== width || this.#plot.height !== height) this.#plot.setSize({ width, height });
  }

  draw(frame: PlotFrame): void {
    this.#frame = frame;
    const plot = this.#plot;
    if (plot === null) return;
    plot.batch(() => {
      plot.setData(this.#data(frame), false);
      plot.setScale('x', { min: frame.from / 1e6, max: frame.to / 1e6 });
    });
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#plot = null;
  }

  #data(frame: PlotFrame): uPlot.AlignedData {
    if (this.#pens.length === 0) return [[]];
    const tables = this.#pens.map((pen): uPlot.AlignedData => {
      const { times, values } = pen.buffer.table(frame.from, frame.to, pen.holds);
      return [times, values];
    });
    return uPlot.join(tables);
  }

  #options(width: number, height: number): uPlot.Options {
    const style = getComputedStyle(this.#host);
    const token: Token = (name) => style.getPropertyValue(name).trim();
    const scale = this.#scale;
    const axes = axesFor(this.#pens.map((pen) => pen.unit));
    const scales: uPlot.Scales = { x: { time: true, auto: false } };
    for (const axis of axes) scales[axis.scale] = { auto: true, range: (_, min, max) => axisRange(min, max) };
    return {
      width,
      height,
      scales,
      legend: { show: false },
      cursor: { show: false },
      // The units stand beside the top of the plot, above the figures of their axes.
      padding: [8 * scale, axes.length > 1 ? 0 : 12 * scale, 0, axes.length === 0 ? 12 * scale : 0],
      axes: [timeAxis(token, scale), ...axes.map((axis, at) => unitAxis(axis, at, token, scale))],
      series: [{}, ...this.#pens.map((pen) => penSeries(pen, axes, token, scale))],
      hooks: {
        drawClear: [(plot) => drawFrame(plot, token, scale), (plot) => drawGaps(plot, this.#pens.flatMap((pen) => pen.buffer.gaps), token, scale)],
        draw: [(plot) => drawMarkers(plot, this.#frame.markers, token, scale), (plot) => drawUnits(plot, axes, token, scale)],
      },
    };
  }
}

function emptyData(pens: number): uPlot.AlignedData {
  return [[], ...Array.from({ length: pens }, () => [])];
}

function penSeries(pen: PlotPen, axes: readonly TrendAxis[], token: Token, scale: number): uPlot.Series {
  const { token: colour, dash } = penStyle(pen.pen);
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    label: pen.label,
    scale: scaleOf(axes, pen.unit),
    stroke: token(colour),
    width: 1.5 * scale,
    dash: dash.map((length) => length * scale),
    points: { show: false },
    spanGaps: false,
    ...(pen.stepped && stepped !== undefined ? { paths: stepped } : {}),
  };
}

function timeAxis(token: Token, scale: number): uPlot.Axis {
  return {
    stroke: token('--text-3'),
    font: fontOf(token, scale),
    size: 22 * scale,
    gap: 4 * scale,
    space: 80 * scale,
    grid: { stroke: token('--plot-grid'), width: scale },
    ticks: { show: false },
    values: (_, splits, __, ___, increment) => splits.map((seconds) => clockText(seconds, increment)),
  };
}

function unitAxis(axis: TrendAxis, at: number, token: Token, scale: number): uPlot.Axis {
  return {
    scale: axis.scale,
    side: axis.side === 'left' ? 3 : 1,
    stroke: token('--text-3'),
    font: fontOf(token, scale),
    size: AXIS_WIDTH * scale,
    gap: 4 * scale,
    space: 22 * scale,
    grid: at === 0 ? { stroke: token('--plot-grid'), width: scale } : { show: false },
    ticks: { show: false },
    values: (plot, splits, __, ___, increment) => splits.map((value) => (meetsUnit(plot, value, axis.scale, scale) ? '' : axisText(value, increment))),
  };
}

/** Whether a figure would stand where the unit of its axis does. */
function meetsUnit(plot: uPlot, value: number, axis: string, scale: number): boolean {
  return plot.valToPos(value, axis) < UNIT_HEIGHT * scale;
}

function fontOf(token: Token, scale: number): string {
  return `${Math.round(FONT_SIZE * scale)}px ${token('--font-ui')}`;
}

/** Local clock time as fine as the spacing of the labels asks for. */
function clockText(seconds: number, increment: number): string {
  const date = new Date(seconds * 1000);
  const two = (part: number): string => String(part).padStart(2, '0');
  if (increment >= DAY_SECONDS) return `${date.getDate()} ${date.toLocaleString('en', { month: 'short' })}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (increment >= 60) return clock;
  return `${clock}:${two(date.getSeconds())}${increment < 1 ? `.${Math.floor(date.getMilliseconds() / 100)}` : ''}`;
}
