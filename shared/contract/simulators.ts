import { z } from 'zod';
import { opaqueSchema, pointSchema } from '../domain/point';
import { behaviourSchema, faultSchema, MOST_UNIT_POINTS, simulatedUnitSchema, simulatorPortSchema, simulatorSchema, valueSourceSchema } from '../domain/simulator';
import { microsSchema } from '../domain/time';
import { wireValueSchema } from '../domain/value';
import { emptySchema, okSchema } from './common';
import { settingFieldSchema } from './devices';
import { procedure } from './procedure';
import { templateSourceSchema } from './templates';

/** A thing that a protocol can do wrong on purpose, and what it takes. */
export const faultKindSchema = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  /** `connection`: it meets connections as they are made, not answers. */
  meets: z.enum(['answer', 'connection']),
  fields: z.array(settingFieldSchema),
  /** Only on ports whose settings have one of these values; empty: on every port. */
  onlyWhere: z.record(z.string(), z.array(z.string())),
});
export type FaultKind = z.infer<typeof faultKindSchema>;

/** A state that a served unit is put into, or something that it does at once. */
export const serverSwitchSchema = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  /** `state`: on until it is switched off, or gone by itself. `action`: it happens once. */
  kind: z.enum(['state', 'action']),
  /** The heading under which it stands. */
  group: z.string(),
  /** What an action takes. */
  fields: z.array(settingFieldSchema),
  /** It can meet single points too, not the unit as a whole only. */
  perPoint: z.boolean(),
  /** Of points, only those whose address has one of these values; empty: all. */
  onlyWhere: z.record(z.string(), z.array(z.string())),
});
export type ServerSwitch = z.infer<typeof serverSwitchSchema>;

/** What a protocol tells the screens about serving. */
export const serverDescriptionSchema = z.object({
  protocol: z.string(),
  title: z.string(),
  /** What one unit is called: `Unit`. */
  unitTitle: z.string(),
  portFields: z.array(settingFieldSchema),
  unitFields: z.array(settingFieldSchema),
  faultKinds: z.array(faultKindSchema),
  /** Whom a fault meets; every field may be empty (null): everybody. */
  faultScopeFields: z.array(settingFieldSchema),
  /** Whether it can answer for units and points that it does not have, and make a map of what was asked. */
  learns: z.boolean(),
  /** Whether its units may keep files. */
  keepsFiles: z.boolean(),
  /** States and actions of its units, in the order of their groups; none for most protocols. */
  switches: z.array(serverSwitchSchema),
});
export type ServerDescription = z.infer<typeof serverDescriptionSchema>;

export const servedClientSchema = z.object({
  portId: z.uuid(),
  /** `192.168.1.7:50122`, or the serial port. */
  address: z.string(),
  since: microsSchema,
  requests: z.number().int(),
  requestsPerSecond: z.number(),
});
export type ServedClient = z.infer<typeof servedClientSchema>;

export const simulatorStatusSchema = z.object({
  simulatorId: z.uuid(),
  /** `failed`: not one of its ports could be opened. `degraded`: some could not; they are tried again. */
  state: z.enum(['off', 'starting', 'running', 'degraded', 'failed']),
  /** The trouble in plain words; empty when there is none. */
  reason: z.string(),
  since: microsSchema,
  ports: z.array(z.object({ portId: z.uuid(), state: z.enum(['closed', 'opening', 'open', 'failed']), /** Where it listens; empty while it does not. */ address: z.string(), reason: z.string() })),
  clients: z.array(servedClientSchema).max(1000),
  requests: z.number().int(),
  requestsPerSecond: z.number(),
  /** Answered with a refusal, since the start. */
  refused: z.number().int(),
  writes: z.number().int(),
  /** By fault, how many it met since the start. */
  faultsMet: z.record(z.uuid(), z.number().int()),
  /** Points whose value can't be told at the moment: their behaviour is in trouble. */
  pointsInTrouble: z.number().int(),
  /** Switches that are on. `whole`: for the unit as a whole. `detail`: how far an action is, how many single points it meets; may be empty. */
  switchesOn: z.array(z.object({ unitId: z.uuid(), switchId: z.string(), whole: z.boolean(), detail: z.string() })),
});
export type SimulatorStatus = z.infer<typeof simulatorStatusSchema>;

export const simulatedValueSchema = z.object({
  pointId: z.uuid(),
  /** Engineering value; null when there is none. */
  value: wireValueSchema,
  /** Where it comes from: its behaviour, a client's write, or a person's hand. */
  origin: z.enum(['behaviour', 'written', 'set']),
  /** Why there is none; empty when all is well. */
  problem: z.string(),
  /** Ids of the switches that are on for it, singly or as part of its unit. */
  switches: z.array(z.string()),
});
export type SimulatedValue = z.infer<typeof simulatedValueSchema>;

/** A write as it arrived. */
export const simulatorWriteSchema = z.object({
  seq: z.number().int(),
  time: microsSchema,
  simulatorId: z.uuid(),
  /** The client's address. */
  client: z.string(),
  /** What the protocol calls the operation that wrote: `16 Write multiple registers`. */
  operation: z.string().max(200),
  pointId: z.uuid(),
  pointName: z.string(),
  unitName: z.string(),
  before: wireValueSchema,
  value: wireValueSchema,
  outcome: z.enum(['stored', 'ignored', 'refused']),
});
export type SimulatorWrite = z.infer<typeof simulatorWriteSchema>;

/** One kind of request of one unit over one stretch of addresses, as often as it came. */
export const askedSchema = z.object({
  /** `1` for a Modbus unit. */
  unit: z.string(),
  /** `03 Read holding registers`. */
  operation: z.string(),
  /** `100-109` as on the wire; empty where the function has no address. */
  addresses: z.string(),
  count: z.number().int(),
  refused: z.number().int(),
  /** The last refusal: `Exception 2, illegal data address`; empty when there was none. */
  refusal: z.string(),
  firstAt: microsSchema,
  lastAt: microsSchema,
  /** The usual time between two of them in milliseconds; null for a single one. */
  everyMs: z.number().nullable(),
});
export type Asked = z.infer<typeof askedSchema>;

/** A map made from what a master asked. */
export const learnedUnitSchema = z.object({
  /** `Unit 3`. */
  name: z.string(),
  settings: opaqueSchema,
  points: z.array(pointSchema).max(MOST_UNIT_POINTS),
  /** By point, why it was taken for what it is: `2 registers of every request from 100: float32 guessed`. */
  reasons: z.record(z.uuid(), z.string()),
});
export type LearnedUnit = z.infer<typeof learnedUnitSchema>;

const editResult = z.object({ revision: z.number().int() });
const ref = z.object({ simulatorId: z.uuid() });
const unitRef = ref.extend({ unitId: z.uuid() });

/** Where a unit's points come from. Points get new ids; behaviours are kept where a simulator's own unit is copied, and made up for a template. */
export const unitOriginSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty') }),
  /** With `live`, every value follows the device's own. */
  z.object({ kind: z.literal('device'), deviceId: z.uuid(), live: z.boolean().default(false) }),
  /** Its values are made up by unit and limits: templates say what a value means, not what it is. */
  z.object({ kind: z.literal('template'), source: templateSourceSchema }),
  z.object({ kind: z.literal('unit'), simulatorId: z.uuid(), unitId: z.uuid() }),
  z.object({ kind: z.literal('points'), points: z.array(pointSchema.omit({ id: true })).max(MOST_UNIT_POINTS) }),
]);
export type UnitOrigin = z.infer<typeof unitOriginSchema>;

/** `settings` null: those of where the points come from, else the protocol's defaults. */
const newUnit = z.object({ name: simulatedUnitSchema.shape.name.nullable().default(null), settings: opaqueSchema.nullable().default(null), from: unitOriginSchema });
const newFault = faultSchema.omit({ id: true });

export const simulatorProcedures = {
  'simulator.protocols': procedure('Protocols that can be simulated, with the fields of their forms', 'view', emptySchema, z.array(serverDescriptionSchema)),
  'simulators.status': procedure('State, ports, clients and counts of every simulator of the open project', 'view', emptySchema, z.array(simulatorStatusSchema)),
  'simulator.add': procedure(
    'Adds a simulator; `enabled` starts it',
    'configure',
    z.object({ name: simulatorSchema.shape.name, protocol: simulatorSchema.shape.protocol, ports: z.array(opaqueSchema).min(1).max(16), units: z.array(newUnit).max(256).default([]), enabled: z.boolean().default(false) }),
    z.object({ simulatorId: z.uuid(), revision: z.number().int() }),
    { audited: true },
  ),
  'simulator.update': procedure(
    'Changes what is given. Other ports or unit settings restart what listens; values, behaviours and faults change while it runs',
    'configure',
    ref.extend({
      name: simulatorSchema.shape.name.optional(),
      /** Ports with the id of one that is there keep it; without, they are new. */
      ports: z.array(z.object({ id: z.uuid().nullable().default(null), settings: simulatorPortSchema.shape.settings })).min(1).max(16).optional(),
      unknown: z.enum(['absent', 'zero', 'refuse']).optional(),
      seed: z.number().int().min(0).max(4_294_967_295).optional(),
    }),
    editResult,
    { audited: true },
  ),
  'simulator.duplicate': procedure(
    'Copies a simulator whole, with its behaviours, recordings and faults, to ports of its own; it is off at first',
    'configure',
    ref.extend({ name: simulatorSchema.shape.name, ports: z.array(opaqueSchema).min(1).max(16) }),
    z.object({ simulatorId: z.uuid(), revision: z.number().int() }),
    { audited: true },
  ),
  'simulator.remove': procedure('Stops and removes a simulator', 'configure', ref, editResult, { audited: true }),
  'simulator.addUnit': procedure('Adds a unit', 'configure', ref.extend({ unit: newUnit }), z.object({ unitId: z.uuid(), revision: z.number().int() }), { audited: true }),
  'simulator.updateUnit': procedure('Renames a unit or changes its settings', 'configure', unitRef.extend({ name: simulatedUnitSchema.shape.name.optional(), settings: opaqueSchema.optional() }), editResult, { audited: true }),
  'simulator.removeUnit': procedure('Removes a unit', 'configure', unitRef, editResult, { audited: true }),
  'simulator.savePoints': procedure('Adds points to a unit, or changes those with their ids', 'configure', unitRef.extend({ points: z.array(pointSchema).min(1).max(MOST_UNIT_POINTS) }), editResult),
  'simulator.removePoints': procedure('Removes points of a unit with their behaviours', 'configure', unitRef.extend({ pointIds: z.array(z.uuid()).min(1).max(MOST_UNIT_POINTS) }), editResult),
  'simulator.setBehaviours': procedure(
    'Sets how points behave; null takes a behaviour away. What can not work (a circle, an unknown name) is refused in plain words',
    'configure',
    unitRef.extend({ behaviours: z.record(z.uuid(), behaviourSchema.nullable()) }),
    editResult,
  ),
  'simulator.previewSource': procedure(
    'What a value would do over time, and what is wrong with it (empty: nothing). Empty lists where it depends on other points',
    'view',
    ref.extend({ source: valueSourceSchema, spanMs: z.number().min(1000).max(86_400_000).default(60_000) }),
    z.object({ problem: z.string(), timesMs: z.array(z.number()).max(1000), values: z.array(z.number().nullable()).max(1000) }),
  ),
  'simulator.addRecording': procedure(
    'Keeps a CSV of values over time in the simulator',
    'configure',
    ref.extend({ name: z.string().trim().min(1).max(200), csv: z.string().max(1_048_576) }),
    z.object({ recordingId: z.uuid(), columns: z.array(z.string()), rows: z.number().int(), durationMs: z.number() }),
  ),
  'simulator.removeRecording': procedure('Removes a recording that no behaviour uses', 'configure', ref.extend({ recordingId: z.uuid() }), editResult),
  'simulator.addFault': procedure('Adds a fault', 'configure', ref.extend({ fault: newFault }), z.object({ faultId: z.uuid(), revision: z.number().int() }), { audited: true }),
  'simulator.updateFault': procedure('Changes a fault', 'configure', ref.extend({ fault: faultSchema }), editResult, { audited: true }),
  'simulator.removeFault': procedure('Removes a fault', 'configure', ref.extend({ faultId: z.uuid() }), editResult, { audited: true }),
  'simulator.faultOnce': procedure('The next answer (or connection) in scope meets this fault, once', 'operate', ref.extend({ fault: faultSchema.pick({ kind: true, settings: true, scope: true }) }), okSchema, { audited: true }),
  'simulator.faultsOff': procedure('Switches all faults off, in one edit', 'configure', ref, editResult, { audited: true }),
  'simulator.start': procedure('Starts a simulator; it is started again with the product', 'operate', ref, okSchema, { audited: true }),
  'simulator.stop': procedure('Stops a simulator', 'operate', ref, okSchema, { audited: true }),
  'simulator.reset': procedure('Takes written and set values back and begins every behaviour anew', 'operate', ref, okSchema, { audited: true }),
  'simulator.setValue': procedure('Sets an engineering value now, until the next reset; null gives the point back to its behaviour', 'operate', ref.extend({ pointId: z.uuid(), value: wireValueSchema }), simulatedValueSchema, { audited: true }),
  'simulator.switch': procedure(
    'Switches a state of a unit (or of single points of it) on or off, or lets an action happen. It holds until the simulator stops',
    'operate',
    unitRef.extend({ switchId: z.string().min(1).max(64), on: z.boolean().default(true), settings: opaqueSchema.default({}), /** Null: the unit as a whole. */ pointIds: z.array(z.uuid()).min(1).max(MOST_UNIT_POINTS).nullable().default(null) }),
    okSchema,
    { audited: true },
  ),
  'simulator.addresses': procedure("The addresses of a unit's points as text, in each notation of the protocol", 'view', unitRef, z.record(z.string(), z.array(z.string()))),
  'simulator.values': procedure('The present values of points of a running simulator', 'view', ref.extend({ pointIds: z.array(z.uuid()).max(10_000) }), z.array(simulatedValueSchema)),
  'simulator.writes': procedure('The newest writes of clients, newest last', 'view', ref.extend({ limit: z.number().int().min(1).max(1000).default(200) }), z.array(simulatorWriteSchema)),
  'simulator.asked': procedure('What clients asked since it was started, and what was refused; the most asked first', 'view', ref, z.object({ asked: z.array(askedSchema), /** Entries beyond the bound that were not kept apart. */ notKept: z.number().int() })),
  'simulator.forgetAsked': procedure('Begins the list of what was asked anew', 'operate', ref, okSchema),
  'simulator.learned': procedure('Units and points made from what clients asked and the simulator does not have; nothing is changed', 'view', ref, z.array(learnedUnitSchema)),
  'simulator.takeLearned': procedure('Adds what was learned to the simulator, in one edit', 'configure', ref, editResult.extend({ units: z.number().int(), points: z.number().int() }), { audited: true }),
};

/** Topics of the event stream about simulators; see `eventTopics`. */
export const simulatorTopics = {
  /** The state of each simulator that changed; counts once a second. */
  simulators: { filter: emptySchema, payload: z.array(simulatorStatusSchema) },
  /** Values of one simulator's points that changed. A screen subscribes only to the rows that it shows. */
  simulatorValues: { filter: ref.extend({ pointIds: z.array(z.uuid()).max(10_000) }), payload: z.array(simulatedValueSchema) },
  /** Writes as they arrive, beginning with the newest 200; a slow reader misses the oldest beyond 1000. */
  simulatorWrites: { filter: ref, payload: z.array(simulatorWriteSchema) },
};
