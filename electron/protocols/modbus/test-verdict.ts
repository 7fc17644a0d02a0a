import { durationText } from '../../../shared/domain/duration-text';
import type { TestResult } from '../../../shared/contract/devices';
import type { ChannelError } from '../../io/channel-error';
import type { ModbusFailure } from '../../stacks/modbus';
import type { DeviceSettings } from './device-settings';
import { hostAndPort } from '../../io/host-and-port';
import { characterFormat } from '../serial-port';
import { hasTransactions, isSerial, placeOf, usualPort } from './line-settings';
import type { LineSettings } from './line-settings';
import { isGatewayException, linkTrouble } from './trouble-words';

export type Verdict = Pick<TestResult, 'success' | 'diagnosis' | 'evidence' | 'suggestions'>;
type Suggestion = TestResult['suggestions'][number];

export function broadcast(): Verdict {
  return failed('Unit identifier 0 can\'t be asked on a serial line', 'On a serial line 0 is the broadcast: every device listens and none answers.', [
    { title: 'Give the device its own unit identifier', how: '1 to 247, as set on the device' },
  ]);
}

export function cancelled(): Verdict {
  return failed('The test was cancelled', 'It ended before there was a result.', []);
}

/** The device answered with a value. */
export function answers(unitId: number, shown: string, roundTripMs: number): Verdict {
  return {
    success: true,
    diagnosis: `Unit ${unitId} answers in ${durationText(Math.max(0.1, roundTripMs))}`,
    evidence: `It was asked for ${shown} and gave a value.`,
    suggestions: [],
  };
}

/** The device answers, but with exceptions only. It is reached: what is wrong is the addresses. */
export function refuses(unitId: number, refused: readonly string[]): Verdict {
  return {
    success: true,
    diagnosis: `Unit ${unitId} answers, but refuses what it was asked`,
    evidence: `The line and the unit identifier are right. Refused: ${refused.join('; ')}.`,
    suggestions: [
      { title: 'Check the addresses', how: "manuals count from 0 or from 1, and name other tables: compare with the device's register list" },
      { title: 'Check the table', how: 'many devices keep measured values in input registers, not in holding registers' },
    ],
  };
}

/** The line could not be opened. */
export function lineDown(settings: LineSettings, error: ChannelError): Verdict {
  const place = placeOf(settings);
  const titles: Partial<Record<ChannelError['code'], string>> = {
    refused: `${place} refuses the connection`,
    unreachable: `There is no way to ${place}`,
    timeout: `${place} does not answer`,
    'not-found': isSerial(settings) ? `There is no serial port ${place}` : `The name ${settings.host} is not known`,
    busy: `${place} is in use by another program`,
    permission: `This user may not open ${place}`,
    reset: `${place} closed the connection`,
    closed: `${place} closed the connection`,
  };
  const title = titles[error.code] ?? `${place} could not be opened`;
  return failed(title, withoutTitle(`${linkTrouble(settings, error)}.`, title), lineSuggestions(settings, error.code));
}

/** What the title has said already is not said again below it. */
function withoutTitle(text: string, title: string): string {
  if (!text.startsWith(`${title}: `)) return text;
  const rest = text.slice(title.length + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function lineSuggestions(settings: LineSettings, code: ChannelError['code']): Suggestion[] {
  switch (code) {
    case 'refused':
      return [
        { title: 'Check the port', how: `${usualPort(settings.transport)} is usual for Modbus; ${settings.port} is set here` },
        { title: 'Switch Modbus TCP on in the device', how: 'many controllers deliver it off' },
        { title: 'Close other connections to the device', how: 'some take only one to four at a time' },
      ];
    case 'unreachable':
    case 'timeout':
      return [
        { title: 'Check the address', how: `ping ${settings.host} from this computer` },
        { title: "Check this computer's network address", how: 'it must be in the same network as the device, or a gateway must be set' },
        { title: 'Check power, cable and link light', how: 'at the device and at the switch' },
        { title: 'Look for a firewall between', how: `TCP port ${settings.port} must be let through` },
      ];
    case 'not-found':
      return isSerial(settings)
        ? [{ title: 'Plug the adapter in', how: 'or choose another port from the list' }]
        : [{ title: 'Use the address in place of the name', how: 'this computer knows no such name' }];
    case 'certificate':
      return certificateSuggestions(settings);
    case 'busy':
      return [{ title: 'Close the other program', how: 'a serial port can be held by one program only' }];
    case 'permission':
      return [{ title: 'Add the user to the group dialout', how: 'sudo usermod -aG dialout <user>, then log in again' }];
    default:
      return [{ title: 'Test again', how: 'the device may be restarting' }];
  }
}

function certificateSuggestions(settings: LineSettings): Suggestion[] {
  return [
    { title: 'Enter the authority of the device', how: 'the certificate (PEM) of the authority that signed its certificate, or its own where it signed itself' },
    { title: "Enter this side's certificate and key", how: settings.certificate === '' ? 'none is set here, and Modbus/TCP Security asks for one' : 'the device must know the authority that signed them' },
    { title: "Look at this computer's clock", how: 'certificates are good from one time to another' },
    { title: 'Check the port', how: `${usualPort('tls')} is usual with TLS; ${settings.port} is set here` },
  ];
}

export interface Unanswered {
  readonly lineSettings: LineSettings;
  readonly settings: DeviceSettings;
  readonly failure: ModbusFailure;
  readonly tries: number;
  /** Pieces that came while the answer was waited for and were no valid frame. */
  readonly damaged: number;
  /** Whole frames among them that answer nothing asked. */
  readonly strays: number;
  /** Other unit identifiers that answer on the line. */
  readonly others: readonly number[];
}

/** The line is open, and no valid answer came. */
export function noAnswer(seen: Unanswered): Verdict {
  const { settings, failure, others, lineSettings } = seen;
  const works = others.length === 0 ? '' : `The line works: ${others.length === 1 ? 'unit' : 'units'} ${others.join(', ')} ${others.length === 1 ? 'answers' : 'answer'}. `;
  switch (failure.kind) {
    case 'exception':
      return isGatewayException(failure.code) ? behindGateway(settings.unitId, failure) : failed(failure.message, works, []);
    case 'bad-frame':
      return garbage(seen, works);
    case 'timeout':
      return silent(seen, works);
    case 'closed':
      return failed(`${isSerial(lineSettings) ? 'The port was lost' : 'The device closed the connection'} during the test`, `${works}${failure.message}`, [
        { title: 'Check the unit identifier', how: 'some devices close the connection on a wrong one' },
        { title: 'Close other connections to the device', how: 'some drop the oldest when a new one comes' },
      ]);
    default:
      return failed('The request was not sent', `${works}${failure.message}`, []);
  }
}

function behindGateway(unitId: number, failure: { code: number; name: string }): Verdict {
  return failed(`The gateway answers, unit ${unitId} behind it does not`, `The gateway gave exception ${failure.code}, ${failure.name}.`, [
    { title: 'Check the unit identifier', how: `is the device set to ${unitId}` },
    { title: 'Check the device and its wiring behind the gateway', how: 'power, A and B, termination' },
    { title: "Check the gateway's serial settings", how: 'baud rate and parity must be those of the device' },
  ]);
}

function silent(seen: Unanswered, works: string): Verdict {
  const { settings, lineSettings, tries, damaged, strays } = seen;
  const serial = !hasTransactions(lineSettings);
  const diagnosis = `No answer from unit ${settings.unitId} within ${durationText(settings.timeoutMs)}, ${tries} ${tries === 1 ? 'try' : 'tries'}`;
  const otherUnit = { title: 'Another unit identifier', how: `is the device set to ${settings.unitId}; a scan of the line finds it` };
  if (strays > 0) {
    return failed(diagnosis, `${works}${strays} whole ${strays === 1 ? 'frame' : 'frames'} came that answer something else: another master on the line, or a device that answers with another unit identifier.`, [
      otherUnit,
      { title: 'A second master on the line', how: 'disconnect it: Modbus RTU has one master only' },
    ]);
  }
  if (damaged > 0) return garbage(seen, works);
  if (!serial) {
    return failed(diagnosis, `${works}The connection is open and nothing came back.`, [
      { ...otherUnit, how: `${settings.unitId} is set here; devices that are no gateway often take 1, 0 or 255` },
      { title: 'A gateway that waits for a silent device', how: "raise the timeout above the gateway's own" },
      { title: 'A device that is restarting or overloaded', how: 'wait, and test again' },
    ]);
  }
  return failed(diagnosis, `${works}Not one octet came back.`, [
    otherUnit,
    { title: 'No power, or A and B swapped', how: 'check the supply; swap the two wires and test again' },
    { title: 'Another baud rate', how: `${lineSettings.baudRate} ${characterFormat(lineSettings)} is set here; a device at another rate mostly stays silent` },
    { title: 'A timeout that is too short', how: `${durationText(settings.timeoutMs)} is set here` },
  ]);
}

function garbage({ settings, lineSettings, failure, damaged }: Unanswered, works: string): Verdict {
  if (hasTransactions(lineSettings)) {
    return failed(`What ${hostAndPort(lineSettings)} answers is no Modbus TCP`, `${works}${failure.message}`, [
      { title: 'RTU over TCP', how: 'a serial device server passes the serial frames on: choose this transport' },
      { title: 'Another protocol on this port', how: `check that port ${lineSettings.port} is the Modbus port` },
    ]);
  }
  return failed(`Unit ${settings.unitId} answers with octets that are no valid frame`, `${works}${damaged} ${damaged === 1 ? 'piece' : 'pieces'} of octets came that no checksum fits. ${failure.message}`, [
    { title: 'Another parity or baud rate', how: `${lineSettings.baudRate} ${characterFormat(lineSettings)} is set here; try 9600 and 19200, with 8E1, 8N1 and 8N2` },
    { title: 'Two devices with the same unit identifier', how: 'they answer at the same time: disconnect one' },
    { title: 'Wiring and termination', how: '120 ohm at both ends, bias once, screen on one side' },
  ]);
}

function failed(diagnosis: string, evidence: string, suggestions: Suggestion[]): Verdict {
  return { success: false, diagnosis, evidence, suggestions };
}
