import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { inRoot } from './paths.mjs';

const PAGE = inRoot('docs', 'soak.md');
export const PARTS = { modbus: 'Damaged frames through whole Modbus sessions', dnp3: 'Damaged frames through whole DNP3 sessions', day: 'A compressed day', memory: 'Memory under 10,000 samples a second' };
const HEAD = ['# Soak', '', 'What runs too long for `npm test`. Each part is written by its own run of `npm run soak`.', ''];

/** When and on what a run was made. */
export const when = () => `on ${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`;

/** Puts a part in its place on docs/soak.md and leaves the others as they are. @param {string} title one of PARTS @param {string[]} lines */
export function keep(title, lines) {
  const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  const parts = new Map(before.split(/^## /m).slice(1).map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trim()]));
  parts.set(title, lines.join('\n').trim());
  const order = Object.values(PARTS).filter((each) => parts.has(each));
  writeFileSync(PAGE, `${[...HEAD, ...order.flatMap((each) => [`## ${each}`, '', parts.get(each) ?? '', ''])].join('\n').trimEnd()}\n`);
}
