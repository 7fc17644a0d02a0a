/**
 * A DNP3 (IEEE 1815) library. Needs Node only and knows no product. See README.md for what it holds and what not yet.
 */
export type { Decoded, Encoded } from './decoded';
export { hex } from './octets';
export { crcDnp } from './crc';
export { broadcastOf, isStationAddress, MAX_STATION_ADDRESS, SELF_ADDRESS, type Broadcast } from './addresses';
export * from './link-frame';
export { LinkParser, type LinkParserCounters } from './link-parser';
export type { LinkOutcome } from './link-primary';
export { DEFAULT_LINK, LinkAssociation, type LinkEnvironment, type LinkSettings } from './link-association';
export * from './transport';
