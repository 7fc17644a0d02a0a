import { pageScale } from '../../components/place-near';
import type { LegendRow } from './trend-legend';
import { penStyle } from './pen-style';

const MARGIN = 16;
const ROW = 20;

/**
 * The chart with its title and legend as a PNG, in the colours of the theme: a picture for a report that says what it
 * shows and when it was taken. Null where the browser refuses to encode it.
 */
export function trendPicture(
  chart: HTMLCanvasElement,
  title: string,
  caption: string,
  rows: readonly LegendRow[],
  token: (name: string) => string,
): Promise<Blob | null> {
  const ratio = devicePixelRatio * pageScale();
  const width = chart.width + 2 * MARGIN * ratio;
  const height = chart.height + (MARGIN * 3 + 44 + ROW * rows.length) * ratio;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const ctx = canvas.getContext('2d');
  if (ctx === null) return Promise.resolve(null);
  const font = token('--font-ui');
  ctx.fillStyle = token('--bg-raised');
  ctx.fillRect(0, 0, width, height);
  ctx.drawImage(chart, MARGIN * ratio, (MARGIN + 44) * ratio);
  ctx.scale(ratio, ratio);
  ctx.textBaseline = 'top';
  ctx.fillStyle = token('--text');
  ctx.font = `600 16px ${font}`;
  ctx.fillText(title, MARGIN, MARGIN);
  ctx.fillStyle = token('--text-3');
  ctx.font = `11px ${font}`;
  ctx.fillText(caption, MARGIN, MARGIN + 22);
  rows.forEach((row, at) => legendLine(ctx, row, MARGIN * 2 + 44 + chart.height / ratio + at * ROW, font, token));
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
}

function legendLine(ctx: CanvasRenderingContext2D, row: LegendRow, y: number, font: string, token: (name: string) => string): void {
  const style = penStyle(row.pen);
  ctx.strokeStyle = token(style.token);
  ctx.lineWidth = 2;
  ctx.setLineDash([...style.dash]);
  ctx.beginPath();
  ctx.moveTo(MARGIN, y + 8);
  ctx.lineTo(MARGIN + 24, y + 8);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.font = `12px ${font}`;
  ctx.fillStyle = token('--text');
  ctx.fillText(`${row.label}  now ${row.now} ${row.unit}, min ${row.min}, max ${row.max}`, MARGIN + 32, y + 1);
}
