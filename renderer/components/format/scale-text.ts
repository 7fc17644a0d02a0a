import type { Point } from '../../../shared/domain/point';

/** `×0.1`, `×0.1 −40`; empty for a value that is used as it is. */
export function scaleText(point: Pick<Point, 'scale' | 'offset'>): string {
  const parts: string[] = [];
  if (point.scale !== 1) parts.push(`×${plain(point.scale)}`);
  if (point.offset !== 0) parts.push(`${point.offset < 0 ? '−' : '+'}${plain(Math.abs(point.offset))}`);
  return parts.join(' ');
}

function plain(value: number): string {
  return String(value).replace('-', '−');
}
