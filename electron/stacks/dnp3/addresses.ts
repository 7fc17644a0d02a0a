/** The greatest address that a station can have; 0xfff0 to 0xfffb are reserved (from memory of IEEE 1815, data link layer). */
export const MAX_STATION_ADDRESS = 0xffef;
/** Whoever it reaches takes it as its own, where that is enabled. */
export const SELF_ADDRESS = 0xfffc;

/** What a broadcast asks of the application layer: whether the next response has to be confirmed. */
export type Broadcast = 'no-confirm' | 'must-confirm' | 'may-confirm';

const BROADCASTS = new Map<number, Broadcast>([
  [0xfffd, 'no-confirm'],
  [0xfffe, 'must-confirm'],
  [0xffff, 'may-confirm'],
]);

/** Which broadcast a destination is, or undefined for a station's address. */
export function broadcastOf(address: number): Broadcast | undefined {
  return BROADCASTS.get(address);
}

export function isStationAddress(address: number): boolean {
  return Number.isInteger(address) && address >= 0 && address <= MAX_STATION_ADDRESS;
}
