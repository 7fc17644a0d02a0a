import type { ChannelError } from '../../io/channel-error';
import type { ModbusFailure } from '../../stacks/modbus';
import { characterFormat, hostAndPort } from './line-settings';
import type { LineSettings } from './line-settings';

/** Milliseconds as people read them: `250 ms`, `5 s`, `1.5 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Number((milliseconds / 1000).toFixed(1))} s`;
}

/** Why a line is down and what to look at, the likeliest first. */
export function linkTrouble(settings: LineSettings, error: ChannelError): string {
  const place = settings.transport === 'rtu' ? settings.serialPath || settings.serialNumber : hostAndPort(settings);
  switch (error.code) {
    case 'refused':
      return `${place} refuses the connection: the device is there, but nothing listens on port ${settings.port}, or it has no connection left. Check the port and that Modbus TCP is switched on in the device`;
    case 'unreachable':
      return `There is no way to ${place}. Check this computer's network address, the cable and the gateway`;
    case 'timeout':
      return `${place} does not answer a connection within ${duration(settings.connectTimeoutMs)}. Check the address, that the device has power, the cable, and a firewall between`;
    case 'reset':
    case 'closed':
      return `${place} closed the connection. The device may have restarted, or it allows fewer connections than are open`;
    case 'not-found':
      return settings.transport === 'rtu' ? `There is no serial port ${place}. Plug the adapter in, or choose another port` : `The name ${settings.host} is not known. Check its spelling, or use the address`;
    case 'busy':
      return `${place} is in use by another program. Close that program, or choose another port`;
    case 'permission':
      return `This user may not open ${place}. On Linux add the user to the group dialout and log in again`;
    default:
      return error.message;
  }
}

/** What an unanswered request means, with the likely causes in order. */
export function silence(settings: LineSettings, unitId: number, timeoutMs: number, tries: number): string {
  const what = `No answer from unit ${unitId} within ${duration(timeoutMs)}, ${tries} ${tries === 1 ? 'try' : 'tries'}.`;
  return settings.transport === 'rtu'
    ? `${what} Likely causes: the device has no power or another unit identifier; its baud rate or parity is not ${settings.baudRate} ${characterFormat(settings)}; A and B are swapped`
    : `${what} Likely causes: the device has another unit identifier; it is restarting; the network is interrupted`;
}

/** One failure in plain words. */
export function failureWords(settings: LineSettings, unitId: number, failure: ModbusFailure, tries: number): string {
  if (failure.kind === 'timeout') return silence(settings, unitId, failure.afterMs, tries);
  if (failure.kind === 'exception' && isGatewayException(failure.code)) {
    return `The gateway answers, but unit ${unitId} behind it does not: exception ${failure.code}, ${failure.name}. Check the unit identifier, its power and the wiring behind the gateway`;
  }
  return failure.message;
}

/** Exceptions 10 and 11 come from a gateway and say that the device behind it was not reached. */
export function isGatewayException(code: number): boolean {
  return code === 10 || code === 11;
}
