import { ChannelError } from '../../io/channel-error';
import { systemCode } from '../../io/system-error';
import { hostAndPort } from '../../io/host-and-port';
import type { LineSettings } from './line-settings';

export type TroubleKind = ChannelError['code'] | 'login' | 'client-id' | 'version' | 'broker' | 'secret';

/** Why there is no connection: a word for programs, plain words with the likely cause for people; a `cause` where the system's own words belong into the log. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  constructor(
    readonly kind: TroubleKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** CONNACK return codes of MQTT 3.1.1 (1 to 5) and reason codes of MQTT 5 (128 and up), from memory. */
const CONNACK: Readonly<Record<number, readonly [TroubleKind, string]>> = {
  1: ['version', 'it does not speak this version of MQTT. Choose the other version'],
  2: ['client-id', 'it does not accept the client id. Choose another one'],
  3: ['broker', 'the service behind it is not available'],
  4: ['login', 'the user name or the password is wrong'],
  5: ['login', 'this user is not allowed in: the user name or the password is wrong, or it lacks the right'],
  128: ['broker', 'it gives no reason'],
  129: ['broker', 'it found the packet malformed'],
  132: ['version', 'it does not speak this version of MQTT. Choose the other version'],
  133: ['client-id', 'it does not accept the client id. Choose another one'],
  134: ['login', 'the user name or the password is wrong'],
  135: ['login', 'this user is not allowed in'],
  136: ['broker', 'the service behind it is not available'],
  137: ['broker', 'it is busy'],
  138: ['login', 'this client is banned'],
  140: ['login', 'it wants another way of logging in'],
  149: ['broker', 'the packet is too large for it'],
  151: ['broker', 'its quota is used up'],
  159: ['broker', 'too many connections in a short time'],
};

/** What a broker's code in its CONNACK means, in plain words. */
export function refusalOf(code: number, settings: LineSettings): Trouble {
  const [kind, words] = CONNACK[code] ?? ['broker', `reason code ${String(code)}`];
  return new Trouble(kind, `${hostAndPort(settings)} refuses the connection: ${words}`);
}

/** Anything that ended an attempt or a connection, in plain words. */
export function troubleOf(error: unknown, settings: LineSettings): Trouble {
  if (error instanceof Trouble) return error;
  const broker = hostAndPort(settings);
  if (!(error instanceof ChannelError)) return new Trouble('failed', `The connection to ${broker} failed, for a reason that is not known here`, error);
  const words = channelWords(error, settings, broker);
  if (words !== null) return new Trouble(error.code, words);
  const failed = error.code === 'certificate' ? `${broker}: the certificate was refused` : `The connection to ${broker} failed, for a reason that is not known here`;
  return new Trouble(error.code, failed, error.cause ?? error);
}

/** Null where there are no plain words. */
function channelWords(error: ChannelError, settings: LineSettings, broker: string): string | null {
  switch (error.code) {
    case 'refused':
      return `${broker} refuses the connection: the computer is there, but no broker listens on port ${String(settings.port)}. 1883 is usual, 8883 with TLS`;
    case 'unreachable':
      return `There is no way to ${broker}. Check this computer's network address, the cable and the gateway`;
    case 'timeout':
      return `${broker} does not answer. Check the address, that the broker runs, and a firewall between`;
    case 'not-found':
      return `The name ${settings.host} is not known. Check its spelling, or use the address`;
    case 'reset':
    case 'closed':
      return settings.tls
        ? `${broker} closed the connection. The port may be one without TLS, or the broker wants a client certificate`
        : `${broker} closed the connection. It may have restarted, the port may be one with TLS, or another client came with the same client id`;
    case 'certificate':
      return certificateWords(error.cause, settings, broker);
    default:
      return error.cause === undefined ? error.message : null;
  }
}

function certificateWords(cause: unknown, settings: LineSettings, broker: string): string | null {
  const words = refusedCertificate(systemCode(cause), settings);
  return words === null ? null : `${broker}: ${words}`;
}

function refusedCertificate(code: string | undefined, settings: LineSettings): string | null {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'the certificate is of an authority that is not trusted. Enter the certificate of its authority (CA)';
    case 'CERT_HAS_EXPIRED':
      return "the certificate has expired, or this computer's clock is wrong";
    case 'CERT_NOT_YET_VALID':
      return "the certificate is not valid yet, or this computer's clock is wrong";
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the certificate is for another name than ${settings.serverName || settings.host}. Use the name in it, or enter it as server name`;
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return 'there is no TLS on this port, or the broker wants a client certificate. 8883 is usual with TLS';
    default:
      return null;
  }
}
