import type { z } from 'zod';
import { commandProcedures } from './commands';
import { deviceActionProcedures } from './device-actions';
import { deviceFileProcedures } from './device-files';
import { deviceRequestProcedures } from './device-requests';
import { deviceProcedures } from './devices';
import { dnp3ApiProcedures } from './dnp3-api';
import { frameProcedures } from './frames';
import { eventPathProcedures } from './event-path';
import { mapToolProcedures } from './map-tools';
import { modbusApiProcedures } from './modbus-api';
import { pointProcedures } from './points';
import { projectProcedures } from './projects';
import { protocolsApiProcedures } from './protocols-api';
import { simulatorFileProcedures } from './simulator-files';
import { simulatorProcedures } from './simulators';
import { snapshotProcedures } from './snapshots';
import { systemProcedures } from './system';
import { templateProcedures } from './templates';
import { wordBitProcedures } from './word-bits';

/** Raised with every change that an older client could notice; the contract only grows within v1. */
export const CONTRACT_VERSION = 1;

/** Everything the product can do. */
export const procedures = {
  ...systemProcedures,
  ...projectProcedures,
  ...deviceProcedures,
  ...deviceRequestProcedures,
  ...deviceActionProcedures,
  ...deviceFileProcedures,
  ...commandProcedures,
  ...eventPathProcedures,
  ...pointProcedures,
  ...wordBitProcedures,
  ...protocolsApiProcedures,
  ...modbusApiProcedures,
  ...dnp3ApiProcedures,
  ...simulatorProcedures,
  ...simulatorFileProcedures,
  ...templateProcedures,
  ...mapToolProcedures,
  ...snapshotProcedures,
  ...frameProcedures,
};

export type Procedures = typeof procedures;
export type ProcedureName = keyof Procedures;
/** What a caller gives: defaults may be missing. */
export type ProcedureInput<N extends ProcedureName> = z.input<Procedures[N]['input']>;
/** What the engine receives: validated, defaults filled in. */
export type ParsedInput<N extends ProcedureName> = z.output<Procedures[N]['input']>;
export type ProcedureOutput<N extends ProcedureName> = z.output<Procedures[N]['output']>;

/** True for the name of a procedure of the contract. */
export function isProcedureName(name: string): name is ProcedureName {
  return Object.hasOwn(procedures, name);
}
