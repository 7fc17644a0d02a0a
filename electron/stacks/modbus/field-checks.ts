import { ADDRESS_SPACE } from './limits';

/** Whether a number is whole and inside these bounds, both included. */
export function within(value: number | undefined, least: number, greatest: number): boolean {
  return value !== undefined && Number.isInteger(value) && value >= least && value <= greatest;
}

/** What is wrong with an address, or undefined. */
export function checkAddress(address: number): string | undefined {
  return within(address, 0, ADDRESS_SPACE - 1) ? undefined : `address ${address} is outside 0 to 65535`;
}

/** What is wrong with a span of addresses, or undefined. `what`: the plural of what lies there. */
export function checkSpan(address: number, quantity: number, most: number, what: string): string | undefined {
  if (!within(quantity, 1, most)) return `${quantity} ${what} in one request; 1 to ${most} are allowed`;
  return address + quantity > ADDRESS_SPACE ? `${quantity} ${what} from address ${address} ${RUNS_PAST_END}` : undefined;
}

/** What is wrong with register values, or undefined. */
export function checkRegisters(values: ArrayLike<number>): string | undefined {
  for (let i = 0; i < values.length; i += 1) {
    if (!within(values[i], 0, 0xffff)) return `register value ${String(values[i])} at position ${i} is outside 0 to 65535`;
  }
  return undefined;
}

/** How a reason ends when addresses run past the last: a server answers it with exception 2 instead of 3. */
export const RUNS_PAST_END = 'run past address 65535';
