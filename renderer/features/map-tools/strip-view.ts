/** The addresses that a strip shows: from one, so many. May hold fractions while it is moved. */
export interface StripView {
  readonly from: number;
  readonly span: number;
}

/** Fewer addresses than these are never shown: a single one would say nothing of its place. */
const LEAST_SPAN = 16;

/** The view within its table. */
export function bounded({ from, span }: StripView, size: number): StripView {
  const width = Math.min(size, Math.max(LEAST_SPAN, span));
  return { from: Math.min(size - width, Math.max(0, from)), span: width };
}

/** Zooms by a factor (below 1: closer) and keeps the address `at` where it is. */
export function zoomed(view: StripView, factor: number, at: number, size: number): StripView {
  const span = Math.min(size, Math.max(LEAST_SPAN, view.span * factor));
  const share = (at - view.from) / view.span;
  return bounded({ from: at - share * span, span }, size);
}

/** What is used, with some room around; the whole table where nothing is. */
export function fitted(stretches: readonly { readonly from: number; readonly count: number }[], size: number): StripView {
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (first === undefined || last === undefined) return { from: 0, span: size };
  const span = last.from + last.count - first.from;
  const room = Math.max(4, span * 0.04);
  return bounded({ from: first.from - room, span: span + 2 * room }, size);
}

/** The address under a place of the strip, 0 to 1 over its width. */
export function addressAt({ from, span }: StripView, share: number): number {
  return Math.floor(from + Math.min(0.999_999, Math.max(0, share)) * span);
}

/** Moves the view just so far that an address is in it. */
export function showing(view: StripView, address: number, size: number): StripView {
  if (address < view.from) return bounded({ ...view, from: address }, size);
  if (address + 1 > view.from + view.span) return bounded({ ...view, from: address + 1 - view.span }, size);
  return view;
}
