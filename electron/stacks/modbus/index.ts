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
export { MODBUS_FUNCTIONS, functionName, isModbusFunctionCode } from './function-names';
export { checkRequest, decodeRequest, encodeRequest } from './request-codec';
export { decodeResponse, encodeResponse, mismatch } from './response-codec';
export type { PduDirection } from './pdu-length';
export { crc16 } from './crc16';
export { decodeRtuFrame, decodeWholeRtuFrame, sealRtuFrame, RTU_AFTER, RTU_BEFORE, RTU_MAX_OCTETS, type RtuFrame } from './rtu-framing';
export { decodeMbapFrame, sealMbapFrame, MBAP_HEADER_OCTETS, MBAP_MAX_OCTETS, type MbapFrame } from './mbap-framing';
export { hex } from './octets';
export { ModbusClient } from './client';
export type { ClientAnswer } from './client-job';
export type { ClientSession, SessionEnvironment } from './client-session';
export { MbapClientSession, type MbapSessionSettings } from './mbap-client-session';
export { RtuClientSession, type RtuSessionSettings } from './rtu-client-session';
export { MemoryUnit, type MemoryUnitSizes } from './memory-unit';
export { serve, serveUnits, type ServeUnitsOptions } from './serve-units';
export { MbapServerSession, type ServerEnvironment } from './mbap-server-session';
export { RtuServerSession, type RtuServerEnvironment } from './rtu-server-session';
export { ModbusServer, type ModbusServerFraming, type ModbusServerOptions } from './server';
export { dissect, type DissectOptions } from './dissector';
export type { DissectionContext } from './pdu-dissector';
export { previewRequest } from './preview';
