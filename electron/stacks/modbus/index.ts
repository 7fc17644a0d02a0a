/**
 * A Modbus library: codecs, framings, client, server, dissector. Needs Node only and knows no product. See README.md.
 */
export type { Decoded, Encoded } from './decoded';
export type { ModbusChannel, ModbusChannelHandlers } from './channel';
export * from './limits';
export * from './exceptions';
export * from './pdu';
export type * from './result';
export { ROUND_TRIP_BINS_MS, type ModbusCounters } from './counters';
export type * from './client-options';
export { RTU_OVER_TCP_TIMING, rtuTiming, type RtuTiming, type SerialCharacter } from './rtu-timing';
export type * from './server-model';
export type * from './dissection';
export * from './value-types';
export { decodeValue, encodeValue, registerCount, setBit } from './values';
export type { ModbusClientApi } from './client-api';
