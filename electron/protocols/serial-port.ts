import { z } from 'zod';
import { numberBetween, oneOf } from './setting-schemas';

/** Settings of a serial port: its name (`/dev/ttyUSB0`, `COM5`) and how characters are sent. The form's fields are `serialFields`. */
export const serialPortShape = (usual: { readonly baudRate: number; readonly parity: 'none' | 'even' }) => ({
  serialPath: z.string().trim().max(1000).default(''),
  baudRate: numberBetween(50, 4_000_000).default(usual.baudRate),
  parity: z.enum(['none', 'even', 'odd']).default(usual.parity),
  stopBits: oneOf([1, 2], 1),
});

export interface SerialCharacter {
  readonly baudRate: number;
  readonly parity: 'none' | 'even' | 'odd';
  /** 8 where it is missing. */
  readonly dataBits?: number;
  readonly stopBits: number;
}

/** How the port sends characters, as the libraries take it. */
export function characterOf({ baudRate, parity, dataBits, stopBits }: SerialCharacter) {
  return { baudRate, parity, dataBits: dataBits === 7 ? 7 : 8, stopBits: stopBits === 2 ? 2 : 1 } as const;
}

/** The character format as engineers write it: `8E1`. */
export function characterFormat({ parity, dataBits = 8, stopBits }: Omit<SerialCharacter, 'baudRate'>): string {
  return `${dataBits}${{ none: 'N', even: 'E', odd: 'O' }[parity]}${stopBits}`;
}

/** A serial port as people call it: `COM5 19200 8E1`. */
export function serialLabel(place: string, character: SerialCharacter): string {
  return `${place} ${character.baudRate} ${characterFormat(character)}`;
}
