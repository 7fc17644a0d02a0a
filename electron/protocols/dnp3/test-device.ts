import { FUNCTION, header, POINT_FACTS } from '../../stacks/dnp3';
import { durationText } from '../../../shared/domain/duration-text';
import { deviceSettingsSchema } from './device-settings';
import { indicationsOf } from './indication-words';
import { LinkProbe } from './link-probe';
import { isSerial, placeOf } from './line-settings';
import { addressOf, TYPE_FACTS, valueKey } from './point-address';
import { explainSilence } from './silence-doctor';
import { testAuthentication } from './test-authentication';
import { silence, silenceCauses } from './trouble-words';
import type { DeviceSettings } from './device-settings';
import type { ProbeAnswer } from './link-probe';
import type { LineMember, LineView } from './line-view';
import type { AuthenticationTest } from './test-authentication';
import type { Trouble } from './trouble-words';
import type { TestResult } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Clock, LineContext } from '../protocol';

/** Points that a test asks for at most. */
const MOST_POINTS = 20;
/** The longest wait for one answer. */
const MOST_WAIT_MS = 3000;
const DOCTOR_WAIT_MS = 1000;

export interface DeviceTest {
  readonly line: LineView;
  readonly deviceSettings: Opaque;
  readonly points: readonly Point[];
  readonly secret: LineContext['secret'];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Tries settings in steps: the line, the link layer, secure authentication where it is set up, the application layer, points. Where the outstation is silent it
 * tries what explains that. It asks on the line that is open already, and confirms no events, so that those at work miss nothing.
 */
export async function testDevice({ line, deviceSettings, points, secret, clock, signal }: DeviceTest): Promise<TestResult> {
  const steps: TestResult['steps'] = [];
  const ranAt = clock.nowMicros();
  const result = (success: boolean, diagnosis: string, evidence = '', suggestions: TestResult['suggestions'] = []): TestResult => ({ success, ranAt, steps, diagnosis, evidence, suggestions });
  const timed = async <T>(name: string, action: () => Promise<T>, judge: (value: T) => { ok: boolean | null; message: string }): Promise<T> => {
    const began = clock.monotonicMs();
    const value = await action();
    steps.push({ name, durationMs: clock.monotonicMs() - began, octets: '', ...judge(value) });
    return value;
  };
  const parsed = deviceSettingsSchema.safeParse(deviceSettings);
  if (!parsed.success) return result(false, `The settings do not fit: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
  const settings = parsed.data;
  const stations = { master: settings.masterAddress, outstation: settings.outstationAddress };
  const place = placeOf(line.settings);
  const member = new TestMember(settings);
  const probe = new LinkProbe(line, stations, signal);
  const authenticate = (asking: TestMember): Promise<AuthenticationTest> =>
    line.isTaken(asking) ? Promise.resolve({ ok: null, message: 'Not tried: a connected device speaks between these addresses already, and would lose its session keys. Its diagnostics tell whether they fit' }) : testAuthentication({ line, settings, secret, clock, signal });
  line.channel.add(probe);
  try {
    const trouble = await timed('Connection', () => member.open(line, signal), (found) => ({ ok: found === null, message: found?.message ?? `${place} is open` }));
    if (trouble !== null) return result(false, trouble.message);
    const waitMs = Math.min(settings.responseTimeoutMs, MOST_WAIT_MS);
    const answered = await timed('Link status', () => probe.linkStatus([stations], Math.min(settings.linkTimeoutMs, waitMs)), (found) => (found.length > 0 ? { ok: true, message: `Outstation ${stations.outstation} is there` } : { ok: false, message: 'No answer' }));
    const mayAuthenticate = settings.authentication && answered.length > 0;
    const authenticated = mayAuthenticate ? await timed('Secure authentication', () => authenticate(member), (tried) => tried) : null;
    if (authenticated?.ok === false) return result(false, authenticated.diagnosis, `Outstation ${stations.outstation} answers on the link layer, and gave user ${settings.userNumber} no session keys.`, [...authenticated.suggestions]);
    const asked = askable(points);
    const answer = await timed('Application', () => ask(probe, stations, asked, waitMs), (found) => (found === null ? { ok: false, message: `No answer within ${durationText(waitMs)}` } : { ok: true, message: words(found, settings) }));
    if (answer === null) {
      if (answered.length > 0) {
        return result(false, `Outstation ${stations.outstation} answers on the link layer, but not to a request`, 'The addresses are right and frames arrive both ways. Requests themselves are not answered.', [
          { title: 'Look whether it takes this master', how: `Some outstations answer link status to everybody, but requests only to the master they are set up for. Check that it is set up for master ${stations.master}` },
          { title: 'Look whether it asks for secure authentication', how: 'Some outstations say nothing to whom they do not know' },
        ]);
      }
      const { tried, diagnosis, suggestions } = await explainSilence({ probe, wanted: stations, known: line.stations(), withinMs: Math.min(settings.linkTimeoutMs, DOCTOR_WAIT_MS), oneByOne: isSerial(line.settings), nowMs: () => clock.monotonicMs() });
      steps.push(...tried.map(({ name, found, message, durationMs }) => ({ name, ok: found ? true : null, durationMs, message, octets: '' })));
      if (diagnosis !== null) return result(false, diagnosis, `The line to ${place} is open, and nothing answered between master ${stations.master} and outstation ${stations.outstation}.`, [...suggestions]);
      return result(
        false,
        `Nothing answers at ${place}`,
        `${silence(line.settings, settings).replace(/\. Test the connection.*/, '')}. Swapped addresses, the self address and usual addresses of masters and outstations were tried too; nobody answered.`,
        silenceCauses(line.settings, settings).map((cause) => ({ title: `${cause.charAt(0).toUpperCase()}${cause.slice(1)}`, how: 'Compare with the configuration of the outstation' })),
      );
    }
    if (answer.challenged) {
      if (settings.authentication) return result(true, `Outstation ${stations.outstation} answers, and asks for authentication of reads`, 'Requests of this test are not authenticated: whether it has the points shows when the device is connected.');
      return result(false, `Outstation ${stations.outstation} asks for authentication`, 'It answered a read with a challenge.', [{ title: 'Switch secure authentication on', how: 'Enter the number and the update key of a user that the outstation knows' }]);
    }
    if (asked.length === 0) return result(true, `Outstation ${stations.outstation} answers`);
    const came = new Set(answer.reports.flatMap(({ type, index }) => (type === undefined ? [] : [valueKey(type, index)])));
    const missing = asked.filter(({ key }) => !came.has(key));
    steps.push({
      name: 'Points',
      ok: missing.length === 0,
      durationMs: 0,
      octets: '',
      message: missing.length === 0 ? `${asked.length} of ${asked.length} points answered` : `${asked.length - missing.length} of ${asked.length} points answered; missing: ${missing.slice(0, 5).map(({ point }) => point.name).join(', ')}`,
    });
    if (missing.length === 0) return result(true, `Outstation ${stations.outstation} answers, and has the points that were asked for`);
    return result(missing.length < asked.length, `Outstation ${stations.outstation} answers, but does not have ${missing.length} of ${asked.length} points`, 'It was asked for the first points of the list by type and index.', [
      { title: 'Compare types and indexes with its device profile', how: 'An index counts within its type, and often from 0' },
    ]);
  } finally {
    line.channel.remove(probe);
    line.unwant(member);
  }
}

/** Waits for the line as a device does. */
class TestMember implements LineMember {
  readonly masterAddress: number;
  readonly outstationAddress: number;
  #settle: (trouble: Trouble | null) => void = () => undefined;

  constructor({ masterAddress, outstationAddress }: Pick<DeviceSettings, 'masterAddress' | 'outstationAddress'>) {
    this.masterAddress = masterAddress;
    this.outstationAddress = outstationAddress;
  }

  /** Null when the line is open. */
  open(line: LineView, signal: AbortSignal): Promise<Trouble | null> {
    return new Promise((resolve) => {
      const onAbort = (): void => resolve({ message: 'Cancelled', ours: false });
      this.#settle = (trouble) => {
        signal.removeEventListener('abort', onAbort);
        resolve(trouble);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      else line.want(this);
    });
  }

  onConnecting(): void {
    // Nothing to tell: it waits for how that ends.
  }

  onOpen(): void {
    this.#settle(null);
  }

  onLost(trouble: Trouble): void {
    this.#settle(trouble);
  }
}

interface Asked {
  readonly point: Point;
  readonly key: string;
  readonly group: number;
  readonly index: number;
}

/** The first points that can be asked for, each type and index once. */
function askable(points: readonly Point[]): Asked[] {
  const byKey = new Map<string, Asked>();
  for (const point of points) {
    const address = addressOf(point);
    if (address === null || point.access === 'write' || byKey.size >= MOST_POINTS) continue;
    const { stack } = TYPE_FACTS[address.type];
    const key = valueKey(stack, address.index);
    if (!byKey.has(key)) byKey.set(key, { point, key, group: POINT_FACTS[stack].staticGroup, index: address.index });
  }
  return [...byKey.values()];
}

/** Points where there are some; a delay measurement, which changes nothing, where there are none. */
function ask(probe: LinkProbe, stations: { master: number; outstation: number }, asked: readonly Asked[], waitMs: number): Promise<ProbeAnswer | null> {
  if (asked.length === 0) return probe.ask(stations, FUNCTION.delayMeasure, [], waitMs);
  const blocks = asked.map(({ group, index }) => header(group, 0, { kind: 'range', size: index > 0xff ? 2 : 1, start: index, stop: index }));
  return probe.ask(stations, FUNCTION.read, blocks, waitMs);
}

function words({ iin, challenged }: ProbeAnswer, settings: Parameters<typeof indicationsOf>[1]): string {
  if (challenged) return 'The outstation asks for authentication';
  const said = indicationsOf(iin, settings).map(({ title }) => title);
  return said.length === 0 ? 'The outstation answers' : `The outstation answers: ${said.join('; ')}`;
}
