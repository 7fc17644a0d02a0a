/** Fields of an object that are numbers. */
export interface ObjectNumbers {
  /** State (0, 1), double-bit state (0 intermediate, 1 off, 2 on, 3 indeterminate), counter, analog value or deadband. */
  readonly value?: number;
  /** The flag octet without state bits. */
  readonly flags?: number;
  /** Milliseconds since 1970-01-01T00:00Z, 48 bits. */
  readonly time?: number;
  /** Milliseconds after the common time of occurrence, 16 bits. */
  readonly relative?: number;
  /** Command status: see COMMAND_STATUS. */
  readonly status?: number;
  /** CROB: see crob.ts. */
  readonly controlCode?: number;
  readonly count?: number;
  readonly onMs?: number;
  readonly offMs?: number;
  /** Group 50 variations 2 and 4. */
  readonly interval?: number;
  readonly intervalUnits?: number;
  /** Group 52: seconds (variation 1) or milliseconds (variation 2). */
  readonly delay?: number;
  /** Groups 121, 122: the user association. */
  readonly association?: number;
  /** Group 120 variations 3 and 4: the challenge sequence number and the user. */
  readonly sequence?: number;
  readonly user?: number;
  /** Group 0: the attribute's data type. */
  readonly attributeType?: number;
}

/** An object as it is on the wire, without its index. Which fields it has, its variation says (object-table.ts). */
export interface ObjectValue extends ObjectNumbers {
  /** Octet strings, attributes and objects of free format. */
  readonly octets?: Uint8Array;
}

/** Where only points are named and no data follows. */
export const NO_VALUE: ObjectValue = Object.freeze({});
