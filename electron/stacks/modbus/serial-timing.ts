/** The times of a serial line, in milliseconds. */
export interface RtuTiming {
  /** One character of 11 bits (start, 8 data, parity or second stop, stop), or of 10 where so set. */
  readonly characterMs: number;
  /** The silence that must be on the line before a frame: 3.5 characters, fixed 1.75 ms above 19200 baud. */
  readonly silenceMs: number;
  /** The longest gap inside a frame by the standard: 1.5 characters, fixed 0.75 ms above 19200 baud. */
  readonly interCharacterMs: number;
  /**
   * How long after the last octet an incomplete frame is held to be ended. At least `silenceMs`, but operating systems
   * and USB adapters deliver octets in lumps, so 1.5 characters cannot be told in user space: see README.
   */
  readonly frameGapMs: number;
  /** How long the line must stay quiet after a timeout or a damaged answer before the next request. */
  readonly quietMs: number;
  /** How long a drain lasts at most when the line never gets quiet. */
  readonly drainLimitMs: number;
  /** The pause after a broadcast, which nobody answers (the standard: 100 to 200 ms). */
  readonly turnaroundMs: number;
}

/** What the standard's times are computed from. */
export interface SerialCharacter {
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stopBits?: 1 | 1.5 | 2;
}

/** Above this rate the standard (Modbus over Serial Line V1.02, 2.5.1.1) fixes the times. */
const FIXED_ABOVE_BAUD = 19_200;
const FIXED_SILENCE_MS = 1.75;
const FIXED_INTER_CHARACTER_MS = 0.75;

/**
 * Times of a serial line (Modbus over Serial Line V1.02, section 2.5.1.1). `overrides` replaces single ones, for slow
 * adapters or radio modems.
 */
export function rtuTiming(line: SerialCharacter, overrides: Partial<RtuTiming> = {}): RtuTiming {
  const bits = 1 + (line.dataBits ?? 8) + ((line.parity ?? 'even') === 'none' ? 0 : 1) + (line.stopBits ?? 1);
  const characterMs = (bits * 1000) / line.baudRate;
  const fixed = line.baudRate > FIXED_ABOVE_BAUD;
  const silenceMs = fixed ? FIXED_SILENCE_MS : 3.5 * characterMs;
  const interCharacterMs = fixed ? FIXED_INTER_CHARACTER_MS : 1.5 * characterMs;
  return {
    characterMs,
    silenceMs,
    interCharacterMs,
    frameGapMs: Math.max(silenceMs, 50),
    quietMs: Math.max(2 * silenceMs, 50),
    drainLimitMs: 1000,
    turnaroundMs: 150,
    ...overrides,
  };
}

/** RTU frames in a TCP stream: the gateway at the far end keeps the line's times. */
export const RTU_OVER_TCP_TIMING: RtuTiming = {
  characterMs: 0,
  silenceMs: 0,
  interCharacterMs: 0,
  frameGapMs: 200,
  quietMs: 100,
  drainLimitMs: 1000,
  turnaroundMs: 150,
};

/** The standard lets a second pass between two characters of an ASCII frame (V1.02, 2.5.2.1). */
const ASCII_GAP_MS = 1000;

/**
 * Times of an ASCII line: a character has 10 bits (7 data bits, parity) unless the line says otherwise, no silence is
 * needed ahead of a frame, and a gap of a second ends one that is incomplete.
 */
export function asciiTiming(line: SerialCharacter, overrides: Partial<RtuTiming> = {}): RtuTiming {
  const { characterMs } = rtuTiming({ dataBits: 7, ...line });
  return { characterMs, silenceMs: 0, interCharacterMs: ASCII_GAP_MS, frameGapMs: ASCII_GAP_MS, quietMs: 50, drainLimitMs: 1000, turnaroundMs: 150, ...overrides };
}

/** ASCII frames in a TCP stream. */
export const ASCII_OVER_TCP_TIMING: RtuTiming = { ...RTU_OVER_TCP_TIMING, interCharacterMs: ASCII_GAP_MS, frameGapMs: ASCII_GAP_MS };
