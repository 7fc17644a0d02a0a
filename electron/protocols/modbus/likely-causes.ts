import type { ChannelError } from '../../io/channel-error';
import { tlsTrouble } from '../../io/tls-trouble';
import type { ModbusFailure } from '../../stacks/modbus';
import { characterFormat } from '../serial-port';
import { isSerial } from './line-settings';
import type { LineSettings } from './line-settings';

/** What is known beside the failure itself, which decides the order. */
export interface Circumstances {
  /** Tries that were made. */
  readonly tries: number;
  /** Another unit of the same line answered of late: line, port and speed are right. */
  readonly othersAnswer: boolean;
  /** Octets came that no checksum fits. */
  readonly damaged: boolean;
}

export const NOTHING_KNOWN: Circumstances = { tries: 1, othersAnswer: false, damaged: false };

/** The likely causes of a failure, the likeliest first, in few words each. Empty where the failure says all there is to say. */
export function likelyCauses(settings: LineSettings, failure: ModbusFailure, known: Circumstances): string[] {
  switch (failure.kind) {
    case 'timeout':
      return isSerial(settings) ? silentOnSerial(settings, known) : silentOnNetwork(settings, known);
    case 'bad-frame':
      return isSerial(settings) ? damagedOnSerial(settings) : ['another transport than the device speaks, such as RTU over TCP', 'another protocol on this port'];
    case 'exception':
      return exceptionCauses(failure.code);
    case 'closed':
      return isSerial(settings) ? ['the adapter was unplugged'] : ['the device restarted', 'it takes fewer connections than are open', 'it ends connections on a wrong unit identifier'];
    default:
      return [];
  }
}

function silentOnSerial(settings: LineSettings, { othersAnswer, damaged }: Circumstances): string[] {
  const speed = `its baud rate or parity is not ${settings.baudRate} ${characterFormat(settings)}`;
  if (damaged) return [speed, 'two devices have the same unit identifier', 'the wiring or the termination is bad'];
  if (othersAnswer) return ['the device has no power or another unit identifier', 'its own wires are loose or swapped', speed];
  return ['the device has no power or another unit identifier', speed, 'A and B are swapped'];
}

function silentOnNetwork({ transport }: LineSettings, { othersAnswer }: Circumstances): string[] {
  if (othersAnswer) return ['the device has another unit identifier', 'it is switched off, or its wires behind the gateway are loose', 'the gateway needs longer than the timeout'];
  const lost = transport === 'udp' ? ['nothing listens on this UDP port, which no answer tells'] : [];
  return ['the device has another unit identifier', ...lost, 'it is restarting', 'the network is interrupted'];
}

function damagedOnSerial(settings: LineSettings): string[] {
  return [`the baud rate or parity is not ${settings.baudRate} ${characterFormat(settings)}`, 'two devices with the same unit identifier answer at once', 'interference: wiring, termination, bias'];
}

function exceptionCauses(code: number): string[] {
  switch (code) {
    case 1:
      return ['the device does not have this function', 'it is in a state that forbids it'];
    case 2:
      return ['the address counts from 1 in the manual and from 0 on the wire', 'the value is in another table', 'the device has no such address'];
    case 3:
      return ['the device takes fewer registers in one request', 'the value is outside what it allows'];
    case 4:
      return ['the device failed while it carried the request out'];
    case 5:
    case 6:
      return ['the device is busy with something before', 'it is asked too fast: raise the pause between requests'];
    case 10:
    case 11:
      return ['the device behind the gateway has another unit identifier or no power', "the gateway's serial settings differ from the device's", 'the wires behind the gateway are loose or swapped'];
    default:
      return [];
  }
}

/** The likely causes of a line that is down, the likeliest first. */
export function linkCauses(settings: LineSettings, { code, cause }: ChannelError): string[] {
  switch (code) {
    case 'refused':
      return [`another port than ${settings.port}`, 'Modbus TCP is switched off in the device', 'it has no connection left'];
    case 'unreachable':
      return ["this computer's network address", 'the cable', 'the gateway'];
    case 'timeout':
      return ['another address', 'no power', 'the cable', 'a firewall between'];
    case 'certificate':
      return tlsTrouble(cause) === 'client-refused' ? ["the device does not know this side's certificate or its authority", "this side's certificate lacks a role that it asks for"] : [];
    case 'reset':
    case 'closed':
      return settings.transport === 'tls' ? ["the device does not take this side's certificate", 'there is no TLS on this port', 'it restarted'] : ['the device restarted', 'it takes fewer connections than are open'];
    case 'busy':
      return ['another program holds the port'];
    default:
      return [];
  }
}
