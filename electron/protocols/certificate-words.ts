import { tlsTrouble } from '../io/tls-trouble';

/** What is known of a TLS connection that did not come about. */
export interface RefusedTls {
  /** Where it was to lead: `192.168.40.21:802`. */
  readonly place: string;
  /** What is there: `device`, `outstation`. */
  readonly peer: string;
  readonly host: string;
  /** The name that the certificate was to have; empty: the host. */
  readonly serverName: string;
  /** This side's certificate; empty for none. */
  readonly certificate: string;
  /** What to look at where no TLS answers. */
  readonly noTls: string;
}

/** Why a TLS connection did not come about and what to do, in plain words; null where it is not known. `cause`: the system's own error. */
export function certificateWords(cause: unknown, { place, peer, host, serverName, certificate, noTls }: RefusedTls): string | null {
  switch (tlsTrouble(cause)) {
    case 'untrusted':
      return `The certificate of ${place} is of an authority that is not trusted here. Enter the certificate of its authority (CA), or of the ${peer} itself where it signed its own`;
    case 'expired':
      return `The certificate of ${place} has expired, or this computer's clock is wrong. Look at the clock first; then the ${peer} needs a new certificate`;
    case 'not-yet-valid':
      return `The certificate of ${place} is not valid yet, or a clock is wrong. Look at this computer's clock and at the ${peer}'s`;
    case 'wrong-name':
      return `The certificate of ${place} is for another name than ${serverName || host}. Connect to the name in it, or enter that name as server name`;
    case 'client-refused':
      return certificate === ''
        ? `${place} asks for a certificate of this side, and none is set. Enter this side's certificate and its private key`
        : `${place} refuses this side's certificate. It may not know its authority, or it has expired. Have the ${peer} trust it, or enter another one`;
    case 'no-tls':
      return `What answers at ${place} is no TLS. ${noTls}`;
    case 'own-material':
      return `This side's certificate or private key can't be used: it is damaged, needs a passphrase, or the two do not belong together. Enter both again as PEM, the key without a passphrase`;
    default:
      return null;
  }
}
