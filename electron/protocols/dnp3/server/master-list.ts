import { MAX_STATION_ADDRESS } from '../../../stacks/dnp3';

/** Masters of a list beyond the first, at most. */
const MOST_LISTED = 32;

/** Whom an outstation answers. */
export interface MasterList {
  /** Those named, in order. */
  readonly named: readonly number[];
  /** Whoever asks is answered. */
  readonly any: boolean;
}

/**
 * Reads `2, 5-7` (addresses and ranges) or `*` (anybody) beside the first master.
 * @returns the list, or in plain words what is wrong with the text
 */
export function readMasters(first: number, text: string): MasterList | { readonly problem: string } {
  const named = new Set([first]);
  let any = false;
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    if (part === '*') {
      any = true;
      continue;
    }
    const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(part);
    if (match === null) return { problem: `"${part}" is no address: write 2, 5-7, or * for anybody` };
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (to > MAX_STATION_ADDRESS) return { problem: `${to} is no master's address: ${MAX_STATION_ADDRESS} is the greatest` };
    if (from > to) return { problem: `${part} runs backwards` };
    if (to - from >= MOST_LISTED) return { problem: `more than ${MOST_LISTED} masters: write * for anybody` };
    for (let address = from; address <= to; address += 1) named.add(address);
  }
  return named.size > MOST_LISTED ? { problem: `more than ${MOST_LISTED} masters: write * for anybody` } : { named: [...named], any };
}
