import type { ReactElement } from 'react';
import { penStyle } from './pen-style';

/** One row of the legend, every figure already formatted with the point's decimals. */
export interface LegendRow {
  readonly pointId: string;
  readonly pen: number;
  readonly label: string;
  readonly unit: string;
  readonly now: string;
  readonly a: string;
  readonly b: string;
  readonly difference: string;
  readonly min: string;
  readonly max: string;
}

interface TrendLegendProps {
  readonly rows: readonly LegendRow[];
  readonly withCursors: boolean;
  readonly onRemove: (pointId: string) => void;
}

/** The names of the pens under the plot, never inside it. */
export function TrendLegend({ rows, withCursors, onRemove }: TrendLegendProps): ReactElement {
  return (
    <div className="trend-legend">
      <table>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>Pen</th>
            <th scope="col">Unit</th>
            <th scope="col" className="figure">Now</th>
            {withCursors && (
              <>
                <th scope="col" className="figure">A</th>
                <th scope="col" className="figure">B</th>
                <th scope="col" className="figure">B − A</th>
              </>
            )}
            <th scope="col" className="figure">Min</th>
            <th scope="col" className="figure">Max</th>
            <th scope="col"><span className="visually-hidden">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.pointId}>
              <td className="trend-pen"><PenLine pen={row.pen} /></td>
              <th scope="row">{row.label}</th>
              <td className="unit">{row.unit}</td>
              <td className="figure now">{row.now}</td>
              {withCursors && (
                <>
                  <td className="figure">{row.a}</td>
                  <td className="figure">{row.b}</td>
                  <td className="figure">{row.difference}</td>
                </>
              )}
              <td className="figure">{row.min}</td>
              <td className="figure">{row.max}</td>
              <td className="trend-remove">
                <button type="button" aria-label={`Remove ${row.label} from the trend`} title="Remove from the trend" onClick={() => onRemove(row.pointId)}>
                  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d="M2.5 2.5l7 7m0-7l-7 7" stroke="currentColor" strokeWidth="1.3" fill="none" strokeLinecap="round" /></svg>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PenLine({ pen }: { readonly pen: number }): ReactElement {
  const style = penStyle(pen);
  return (
    <svg width="18" height="8" aria-hidden="true">
      <line x1="0" y1="4" x2="18" y2="4" strokeWidth="2" stroke={`var(${style.token})`} strokeDasharray={style.dash.join(' ')} />
    </svg>
  );
}
