import { AUTH_ERROR, DEFAULT_MASTER, DEFAULT_MASTER_AUTH, FUNCTION, masterLink, MasterSession, UpdateKeys } from '../../stacks/dnp3';
import { openKey } from './open-key';
import { isSerial } from './line-settings';
import { macNumber, updateKeyOf } from './security-settings';
import type { AuthenticationEvent } from '../../stacks/dnp3';
import type { TestResult } from '../../../shared/contract/devices';
import type { Clock, LineContext } from '../protocol';
import type { DeviceSettings } from './device-settings';
import type { LineView } from './line-view';

/** Waits of an answer, one for each of the two requests of a change of session keys and its repetitions. */
const MOST_WAITS = 6;
const HEADER_OCTETS = 10;
const FIRST_SEGMENT = 0x40;

/** What became of authentication: the words of its step, and where it failed what is wrong and what to try. */
export type AuthenticationTest = { readonly message: string } & ({ readonly ok: true | null } | { readonly ok: false; readonly diagnosis: string; readonly suggestions: TestResult['suggestions'] });

export interface AuthenticationTestParts {
  readonly line: LineView;
  readonly settings: DeviceSettings;
  readonly secret: LineContext['secret'];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type Ended = Exclude<AuthenticationEvent, { kind: 'keys' }> | { readonly kind: 'keys' } | { readonly kind: 'nothing' };

/** Asks for session keys by the update key of the settings, on an open line on which nobody else speaks between these addresses. */
export async function testAuthentication({ line, settings, secret, clock, signal }: AuthenticationTestParts): Promise<AuthenticationTest> {
  const { userNumber } = settings;
  if (settings.updateKey === '') return failed(`No update key of user ${userNumber} is entered`, 'Enter the update key', 'It is the one that the outstation has for the user, 32 or 64 hexadecimal digits');
  // As it was typed in, or by its reference.
  const key = updateKeyOf(settings.updateKey) ?? (await openKey(settings.updateKey, secret));
  if (key === null) return failed(`The update key of user ${userNumber} is not in the vault of this computer, or is damaged`, 'Enter the update key again', 'Keys do not travel with a project: they stay in the vault of the computer on which they were entered');
  const ended = await askForKeys(line, settings, key, clock, signal);
  if (ended.kind === 'keys') return { ok: true, message: `User ${userNumber} has session keys: the update key fits` };
  if (signal.aborted) return { ok: null, message: 'Cancelled' };
  return refusal(ended, userNumber);
}

function refusal(ended: Ended, user: number): AuthenticationTest {
  const failure = ended.kind === 'no-keys' || ended.kind === 'refused' ? ended.failure : null;
  if (failure?.kind !== 'authentication') {
    return failed(`The outstation does not answer to secure authentication of user ${user}`, 'Look whether it has secure authentication version 5 switched on', 'One without it says nothing, and so does one that was given several wrong keys: wait, or restart it');
  }
  if (failure.code === AUTH_ERROR.unknownUser) return failed(`The outstation does not know user ${user}`, "Compare the user number with the outstation's list of users", 'User 1 is the usual one of a master');
  if (failure.code === AUTH_ERROR.authenticationFailed) return failed(`The update key of user ${user} does not fit: the outstation has another one`, 'Enter the same update key on both sides', 'Compare them digit by digit, and their length: 16 or 32 octets. A key may have been changed over the line since');
  return failed(failure.message.replace(/\.$/, ''), 'Compare user, update key and MAC algorithm with the outstation', 'Both sides must have the same ones');
}

function failed(diagnosis: string, title: string, how: string): AuthenticationTest {
  return { ok: false, message: diagnosis, diagnosis, suggestions: [{ title, how }] };
}

/** A session that does nothing but ask for keys; what else it would send stays here. */
function askForKeys(line: LineView, settings: DeviceSettings, key: Uint8Array, clock: Clock, signal: AbortSignal): Promise<Ended> {
  const { channel } = line;
  const updateKeys = new UpdateKeys([]);
  updateKeys.change(settings.userNumber, key);
  return new Promise((resolve) => {
    const end = (ended: Ended): void => {
      clearTimeout(limit);
      signal.removeEventListener('abort', giveUp);
      // Not within the call that tells it: the session is still at work.
      queueMicrotask(() => channel.remove(session));
      resolve(ended);
    };
    const giveUp = (): void => end({ kind: 'nothing' });
    const limit = setTimeout(giveUp, settings.responseTimeoutMs * MOST_WAITS);
    signal.addEventListener('abort', giveUp, { once: true });
    const session = new MasterSession(
      {
        ...DEFAULT_MASTER,
        link: masterLink(settings.masterAddress, settings.outstationAddress, { confirmed: settings.linkConfirm, timeoutMs: settings.linkTimeoutMs, retries: settings.linkRetries, keepAliveMs: 0 }),
        responseTimeoutMs: settings.responseTimeoutMs,
        retries: 1,
        disableUnsolicitedFirst: false,
        unsolicitedClasses: [],
        integrityEveryMs: 0,
        pollOnIndication: false,
        timeSync: 'none',
        ...(isSerial(line.settings) ? { turns: channel.turns } : {}),
        authentication: { ...DEFAULT_MASTER_AUTH, users: [{ number: settings.userNumber }], updateKeys, macAlgorithm: macNumber(settings.macAlgorithm), aggressiveMode: settings.aggressiveMode },
      },
      { onReports: () => undefined, onIndications: () => undefined, onOnline: () => undefined, currentTime: () => clock.nowMicros() / 1000, onAuthentication: end },
      { send: (octets) => isAuthentication(octets) && channel.environment.send(octets), wake: (at) => channel.environment.wake(at) },
      channel.now,
    );
    channel.add(session);
  });
}

/** Whether a frame is one of the link layer alone, or of a request of authentication: polls would take events, and confirms lose them. */
function isAuthentication(octets: Uint8Array): boolean {
  const [transport, , functionCode] = octets.subarray(HEADER_OCTETS);
  return transport === undefined || (transport & FIRST_SEGMENT) === 0 || functionCode === FUNCTION.authenticateRequest || functionCode === FUNCTION.authenticateRequestNoAck;
}
