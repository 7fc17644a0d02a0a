import { authErrorText, commandStatusName, decodeAuthError, decodeFragmentObjects, decodeHeader, FUNCTION, IIN } from '../../../stacks/dnp3';
import type { LinkFrame } from '../../../stacks/dnp3';

const REFUSING = IIN.functionNotSupported | IIN.objectUnknown | IIN.parameterError;
const BITS: readonly (readonly [number, string])[] = [
  [IIN.functionNotSupported, 'IIN2.0, function not supported'],
  [IIN.objectUnknown, 'IIN2.1, object unknown'],
  [IIN.parameterError, 'IIN2.2, parameter error'],
];

/** Why a response refuses its request: a status of a command that is not success, or an internal indication; null where it does not. */
export function refusalOf({ userData }: Pick<LinkFrame, 'userData'>, control: boolean): string | null {
  const fragment = userData.subarray(1);
  const header = decodeHeader(fragment);
  if ('fault' in header) return null;
  const { iin = 0 } = header;
  if (header.functionCode === FUNCTION.authenticateResponse) {
    const decoded = decodeFragmentObjects(fragment, header);
    const octets = decoded.kind === 'value' ? decoded.blocks.find(({ group, variation }) => group === 120 && variation === 7)?.entries[0]?.value.octets : undefined;
    const error = octets === undefined ? undefined : decodeAuthError(octets);
    return error === undefined ? null : `User ${error.user}: ${authErrorText(error.code)}`;
  }
  if (control) {
    const decoded = decodeFragmentObjects(fragment, header);
    const statuses = decoded.kind === 'value' ? decoded.blocks.flatMap(({ entries }) => entries.map(({ value }) => value.status ?? 0)) : [];
    const status = statuses.find((each) => each !== 0);
    if (status !== undefined) return `Status ${status}, ${commandStatusName(status)}`;
  }
  return (iin & REFUSING) === 0 ? null : BITS.filter(([bit]) => (iin & bit) !== 0).map(([, text]) => text).join('; ');
}
