import type { Choice } from '../../components/field/select';

/** The columns of a CSV that can be played: all but the first, which holds the times; named by the header where there is one. */
export function recordingColumns(csv: string): Choice<string>[] {
  const end = csv.indexOf('\n');
  const line = (end < 0 ? csv : csv.slice(0, end)).trim();
  const separator = [';', '\t', ','].find((mark) => line.includes(mark)) ?? ',';
  return line
    .split(separator)
    .map((cell, at) => ({ cell: cell.trim().replaceAll(/^"|"$/g, ''), number: at + 1 }))
    .slice(1)
    .map(({ cell, number }) => ({ value: String(number), label: cell === '' || !Number.isNaN(Number(cell.replace(',', '.'))) ? `Column ${number}` : `${number} ${cell}` }));
}
