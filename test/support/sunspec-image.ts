/** Registers of a SunSpec device by their first address, as `pymodbus-registers.py` takes them. */
export type RegisterImage = Readonly<Record<number, readonly number[]>>;

/** A model of a chain; `length` where it states another than it has. */
export interface ImageModel {
  readonly id: number;
  readonly registers: readonly number[];
  readonly length?: number;
}

const MARK = [0x5375, 0x6e53];
const END = [0xffff, 0];

/** `SunS`, the models one after the other, and the end mark. */
export function sunSpecImage(base: number, models: readonly ImageModel[], end: readonly number[] = END): RegisterImage {
  return { [base]: [...MARK, ...models.flatMap(({ id, registers, length }) => [id, length ?? registers.length, ...registers]), ...end] };
}

/** Registers that hold a text, filled up with zeros. */
export function textRegisters(text: string, size: number): number[] {
  return Array.from({ length: size }, (_, at) => ((text.charCodeAt(2 * at) || 0) << 8) | (text.charCodeAt(2 * at + 1) || 0));
}

/** Model 1. */
export function commonImage(manufacturer: string, model: string): ImageModel {
  return { id: 1, registers: [...textRegisters(manufacturer, 16), ...textRegisters(model, 16), ...textRegisters('', 8), ...textRegisters('1.4', 8), ...textRegisters('SN-7', 16), 1, 0x8000] };
}

/** A three-phase inverter, model 103: 23.4 A, 401.2 V between the phases, 12.34 kW, 50.01 Hz, 1 234 567 Wh, 41.5 °C; no DC current, no second phase. */
export function inverterImage(): ImageModel {
  const none = 0xffff;
  const noInt = 0x8000;
  return {
    id: 103,
    registers: [
      234, 78, none, 78, 0xffff, // A, A_SF -1
      4012, 4011, 4013, 2316, 2315, 2317, 0xffff, // voltages, V_SF -1
      1234, 1, // W, W_SF 1
      5001, 0xfffe, // Hz, Hz_SF -2
      1300, 1, // VA
      0xffce, 1, // VAr -50, VAr_SF 1
      0xff9c, 0xfffe, // PF -100, PF_SF -2
      18, 0xd687, 0, // WH 1 234 567, WH_SF 0
      none, noInt, // DCA, DCA_SF: not implemented
      6500, 0xffff, // DCV 650.0
      1260, 1, // DCW
      415, noInt, noInt, noInt, 0xffff, // temperatures
      4, none, // St MPPT, StVnd
      0, 4, 0, 0, 0xffff, 0xffff, 0, 0, 0, 0, 0, 0, // events
    ],
  };
}

/** Model 160 with two inputs: 4.2 A at 601 V, 5.1 A at 598 V. */
export function inputsImage(): ImageModel {
  const input = (id: number, current: number, voltage: number) => [id, ...textRegisters(`PV ${id}`, 8), current, voltage, 0x8000, 0, 0, 0, 0, 0x8000, 4, 0, 0];
  return { id: 160, registers: [0xffff, 0, 0x8000, 0x8000, 0, 0, 2, 60, ...input(1, 42, 601), ...input(2, 51, 598)] };
}
