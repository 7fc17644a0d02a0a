/** A tenant's colour, on screen and on paper; never a theme. Greyed, whatever was chosen: saturated colour means abnormal. */
export function Swatch({ color }: { readonly color: string }) {
  return <span className="swatch" style={{ background: `color-mix(in srgb, ${color} 45%, var(--line-control))` }} aria-hidden="true" />;
}
