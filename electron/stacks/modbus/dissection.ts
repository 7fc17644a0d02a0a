/** A frame taken apart for people: what it is in a line, and its fields in the order of the octets. */
export interface ModbusDissection {
  readonly summary: string;
  readonly fields: readonly ModbusField[];
  /** What is wrong with the frame, when something is. The fields then end where sense ends. */
  readonly problem?: string;
}

export interface ModbusField {
  readonly name: string;
  /** Octets from the frame's first. */
  readonly offset: number;
  readonly length: number;
  /** The value as text: `3 (Read holding registers)`. */
  readonly text: string;
  /** Of a register or bit whose address is known. */
  readonly address?: number;
  readonly children?: readonly ModbusField[];
}
