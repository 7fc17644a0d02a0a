import { useApp } from '../../app/app-context';
import { useStorePart } from '../../client/store';

const HEIGHTS = { compact: 24, comfortable: 28, gloves: 40 } as const;

/** Height of a grid's rows in pixels: one setting for all grids. */
export function useRowHeight(): number {
  return HEIGHTS[useStorePart(useApp().appearance.settings, (settings) => settings.density)];
}
