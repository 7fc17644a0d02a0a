import { useState, type ReactNode } from 'react';
import type { Point } from '../../../shared/domain/point';
import { Segmented } from '../../components/field/segmented';
import { counted } from '../../components/format/number';
import type { ChosenPoints } from './selected-points';

export interface Scope {
  readonly points: readonly Point[];
  /** `all 240 rows`, `12 selected rows`: as a sentence has it. */
  readonly text: string;
  /** The choice between the selected rows and all; nothing where there is no choice. */
  readonly control: ReactNode;
}

/** Which rows a bulk edit is for: begins with the selected ones where there are at least so many. */
export function useScope({ device, selected }: ChosenPoints, least: number): Scope {
  const [scope, setScope] = useState<'selected' | 'all'>(selected.length >= least && selected.length > 0 ? 'selected' : 'all');
  const points = scope === 'selected' ? selected : device.points;
  const choices = [
    { value: 'selected' as const, label: counted(selected.length, 'selected row') },
    { value: 'all' as const, label: `All ${counted(device.points.length, 'row')}` },
  ];
  const text = scope === 'selected' ? counted(selected.length, 'selected row') : `all ${counted(device.points.length, 'row')}`;
  return { points, text, control: selected.length === 0 || selected.length === device.points.length ? null : <div className="row"><Segmented label="Rows" value={scope} choices={choices} onChange={setScope} /></div> };
}
