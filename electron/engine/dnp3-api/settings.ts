import type { Dnp3DeviceBody, Dnp3DeviceUpdate } from '../../../shared/contract/dnp3-api';
import type { Opaque } from '../../../shared/domain/point';
import { badField, defined, mustBePem } from '../device-api/published-fields';

const USUAL_PORT = 20_000;
/** By convention. */
const SECURE_PORT = 20_001;

type Line = Pick<Dnp3DeviceUpdate, 'host' | 'port' | 'tls'>;

/** The body of a new device as line fields. */
export function lineFieldsOf({ host, port, tls }: Dnp3DeviceBody): Line {
  return { host, port: port ?? (tls?.enabled === true ? SECURE_PORT : USUAL_PORT), ...(tls ? { tls } : {}) };
}

/** Whether a body says anything about the line. */
export function touchesLine({ host, port, tls }: Line): boolean {
  return [host, port, tls].some((field) => field !== undefined);
}

/**
 * Line settings from the published fields, over what the line has or new lines begin with. The private key stands in
 * them as it was given: the caller puts it into the vault. @throws ProcedureError `bad_input` naming the field
 */
export function lineSettingsOf({ host, port, tls }: Line, base: Opaque): Opaque {
  const before = typeof base['transport'] === 'string' ? base['transport'] : 'tcp';
  // A host is given to a device of a serial line: it moves to the network.
  const network = before === 'serial' && host !== undefined ? 'tcp' : before;
  if (tls !== undefined && network !== 'tcp' && network !== 'tls') throw badField('tls', `TLS is for TCP, not for ${network}`);
  if (tls) mustBePem(tls);
  const transport = tls === undefined ? network : tls.enabled ? 'tls' : 'tcp';
  return { ...base, transport, ...defined({ host, port, ca: tls?.ca, certificate: tls?.certificate, key: tls?.key, verify: tls?.verify }) };
}

/** Device settings from the published fields, over what the device has or new ones begin with. */
export function deviceSettingsOf(given: Pick<Dnp3DeviceUpdate, 'master_address' | 'outstation_address' | 'link_timeout' | 'app_timeout'>, base: Opaque): Opaque {
  const ms = (seconds: number | undefined): number | undefined => (seconds === undefined ? undefined : Math.round(seconds * 1000));
  return { ...base, ...defined({ masterAddress: given.master_address, outstationAddress: given.outstation_address, linkTimeoutMs: ms(given.link_timeout), responseTimeoutMs: ms(given.app_timeout) }) };
}
