/** A tenant's colour, on screen and on paper; never a theme. */
export function Swatch({ color }: { readonly color: string }) {
  return <span className="swatch" style={{ background: color }} aria-hidden="true" />;
}
