/** What is selected in the pane that was used last; the inspector follows it. */
export type Selection =
  | { readonly kind: 'points'; readonly deviceId: string; readonly pointIds: readonly string[] }
  | { readonly kind: 'device'; readonly deviceId: string }
  | { readonly kind: 'line'; readonly lineId: string }
  /** A simulator, one of its units, or points of that unit. */
  | { readonly kind: 'simulator'; readonly simulatorId: string; readonly unitId: string | null; readonly pointIds: readonly string[] };

export function sameSelection(a: Selection | null, b: Selection | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
