import { systemCode } from './system-error';

/** Why a TLS connection did not come about or ended, in words a program can switch on. */
export type TlsTrouble = 'untrusted' | 'expired' | 'not-yet-valid' | 'wrong-name' | 'client-refused' | 'no-tls' | 'own-material' | 'other';

const CODES: Readonly<Record<string, TlsTrouble>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  CERT_UNTRUSTED: 'untrusted',
  INVALID_CA: 'untrusted',
  CERT_SIGNATURE_FAILURE: 'untrusted',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no-tls',
};

/** Alerts by which a server says that it does not take this side's certificate, or misses one (RFC 8446, 6.2; RFC 5246, 7.2.2). */
const CLIENT_REFUSED = /ALERT_(CERTIFICATE_REQUIRED|UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(EXPIRED|REVOKED|UNKNOWN)|ACCESS_DENIED|HANDSHAKE_FAILURE)/;
/** What OpenSSL says of a certificate or key of our own that can't be read, or that do not belong together. */
const OWN_MATERIAL = /^ERR_OSSL|KEY_VALUES_MISMATCH|NO_START_LINE|BAD_DECRYPT/;

/** What a TLS error means. `error` is the system's own, the cause of a ChannelError. */
export function tlsTrouble(error: unknown): TlsTrouble {
  const code = systemCode(error) ?? '';
  const known = CODES[code];
  if (known !== undefined) return known;
  if (CLIENT_REFUSED.test(code)) return 'client-refused';
  return OWN_MATERIAL.test(code) ? 'own-material' : 'other';
}
