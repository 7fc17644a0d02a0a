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
export { carriesData, FUNCTION, functionName, isResponse, isWithoutAck } from './function-codes';
export { IIN, iinNames, type IinName } from './iin';
export { FLAG, flagNames, type FlagKind } from './flags';
export type { ObjectNumbers, ObjectValue } from './object-value';
export type { Field, NumberType } from './object-fields';
export { OBJECT_TYPES, objectType, type Layout, type ObjectKind, type ObjectType } from './object-table';
export { qualifierOf, type ObjectRange } from './object-range';
export type { ObjectBlock, ObjectEntry } from './object-block';
export type { DecodedObjects, ObjectProblem } from './objects-decoder';
export * from './fragment';
export { COMMAND_STATUS, commandStatusName, controlCodeOctet, OPERATION, readControlCode, TRIP_CLOSE, type CommandStatusName, type ControlCode, type OperationName, type TripCloseName } from './crob';
export { LinkRouter, type FrameReceiver } from './link-router';
export { POINT_FACTS, POINT_TYPES, pointTypeOfEvent, pointTypeOfStatic, type PointType, type PointTypeFacts } from './point-types';
export type { PointState } from './point-value';
export { Database, type EventClass, type Point, type PointConfig, type PointEvent } from './database';
export type { Command, OperateHow, OutstationHandler } from './outstation-handler';
export { DEFAULT_OUTSTATION, outstationLink, type OutstationSettings } from './outstation-settings';
export { Outstation } from './outstation';
export type { OutstationCounters, OutstationEnvironment, OutstationSession } from './outstation-session';
export * from './master-task';
export { reportsOf, type Report } from './master-values';
export * from './master-tasks';
export { directOperate, selectBeforeOperate } from './master-commands';
export { DEFAULT_MASTER, masterLink, type MasterCounters, type MasterEnvironment, type MasterHandler, type MasterSettings } from './master-settings';
export { MasterSession } from './master-session';
export { ALL_ATTRIBUTES, attributeName, attributeValue, LIST_OF_ATTRIBUTES, type Attribute } from './attributes';
