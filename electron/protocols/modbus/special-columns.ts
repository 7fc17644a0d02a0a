import { pointAddressSchema } from './point-address';
import type { PointAddress } from './point-address';

type Special = Pick<PointAddress, 'noValue' | 'scaleFrom'>;
type Problem = { column: string; message: string };

/** The columns of what few points have: octets for "no value", and a scale factor in a register. */
export const SPECIAL_HEADERS = ['no_value', 'scale_register', 'scale_exponent'] as const;

export function specialCells({ noValue, scaleFrom }: Special): Record<(typeof SPECIAL_HEADERS)[number], string> {
  return { no_value: noValue ?? '', scale_register: scaleFrom === undefined ? '' : String(scaleFrom.address), scale_exponent: scaleFrom === undefined ? '' : String(scaleFrom.exponent) };
}

/** The inverse of {@link specialCells}; what is wrong goes to `problems`. */
export function specialOf(cells: Readonly<Record<string, string>>, problems: Problem[]): Special {
  const [noValue, register, exponent] = SPECIAL_HEADERS.map((header) => (cells[header] ?? '').trim());
  const special: Special = {};
  if (noValue) {
    const octets = pointAddressSchema.shape.noValue.safeParse(noValue.toUpperCase().replace(/^0X|\s/g, ''));
    if (octets.success && octets.data !== undefined) special.noValue = octets.data;
    else problems.push({ column: 'no_value', message: `"${noValue}" are no octets in hexadecimal, such as 8000` });
  }
  if (!register && !exponent) return special;
  const scaleFrom = pointAddressSchema.shape.scaleFrom.safeParse({ address: number(register), exponent: number(exponent) });
  if (scaleFrom.success && scaleFrom.data !== undefined) special.scaleFrom = scaleFrom.data;
  else problems.push({ column: 'scale_register', message: 'scale_register takes 0 to 65535, and scale_exponent -10 to 10 beside it' });
  return special;
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}
