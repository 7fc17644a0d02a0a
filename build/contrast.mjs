// Reads the colours out of renderer/app/tokens.css and fails when a pair is below its limit (text 4.5:1, shapes and outlines 3:1).
import { readFileSync } from 'node:fs';
const css = readFileSync(new URL('../renderer/app/tokens.css', import.meta.url), 'utf8');
const block = (head) => {
  const from = css.indexOf(head);
  return Object.fromEntries([...css.slice(from, css.indexOf('}', from)).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map((m) => [m[1], m[2]]));
};
const luminance = (hex) => {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
};
const surfaces = ['bg-chrome', 'bg-panel', 'bg-surface', 'bg-raised', 'bg-hover', 'bg-selected', 'bg-selected-weak'];
const texts = ['text', 'text-2', 'text-3', 'accent', 'bad', 'uncertain', 'stale'];
const pairs = [['on-ink', 'ink'], ['bad', 'bad-bg'], ['uncertain', 'uncertain-bg'], ['on-a1', 'a1'], ['on-a2', 'a2'], ['on-a3', 'a3'], ['on-a4', 'a4'], ['bg-raised', 'accent'], ['text', 'bg-flash'], ['text', 'oct-1'], ['text', 'oct-3'], ['text', 'oct-4'], ...[1, 2, 3, 4, 5, 6].map((n) => [`pen-${n}`, 'bg-raised'])];
const shapes = ['a1', 'a2', 'a4', 'accent']; // a3 is carried by its dark edge in light, by itself in dark
let failed = 0;
for (const [theme, head] of [['light', ':root, [data-theme="light"]'], ['dark', '[data-theme="dark"] {']]) {
  const t = block(head);
  const row = (name, value, limit) => { const ok = value >= limit; if (!ok) failed++; console.log(`${theme}  ${name.padEnd(34)} ${value.toFixed(2)}  ${ok ? '' : 'below ' + limit}`); };
  for (const x of texts) { const worst = surfaces.reduce((a, b) => (ratio(t[x], t[b]) < ratio(t[x], t[a]) ? b : a)); row(`${x}, worst on ${worst}`, ratio(t[x], t[worst]), 4.5); }
  for (const [a, b] of pairs) row(`${a} on ${b}`, ratio(t[a], t[b]), 4.5);
  for (const s of shapes) row(`${s} shape, worst surface`, Math.min(...surfaces.map((b) => ratio(t[s], t[b]))), 3);
  for (const b of ['bg-panel', 'bg-surface', 'bg-raised']) row(`line-control on ${b}`, ratio(t['line-control'], t[b]), 3);
}
process.exit(failed ? 1 : 0);
