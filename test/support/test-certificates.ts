import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireDebian } from './debian';
import { temporaryFolder } from './modbus-peers';

export interface TestCertificates {
  /** The text of `<name>.crt` or `<name>.key`. */
  pem(file: string): string;
  close(): void;
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * Two authorities (`ca`, `other-ca`); signed by the first a certificate for 127.0.0.1 (`server`), one for a client
 * (`client`), one that has expired (`expired`) and one for another name (`named`); signed by the second `stranger`.
 */
export function makeCertificates(): TestCertificates {
  requireDebian(['openssl']);
  const folder = temporaryFolder();
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder.path, stdio: 'ignore' });
  for (const name of ['ca', 'other-ca']) openssl('req', '-x509', ...EC, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  const sign = (name: string, alternative: string, authority: string, ...dates: string[]) => {
    openssl('req', ...EC, '-subj', `/CN=${name}`, ...(alternative === '' ? [] : ['-addext', `subjectAltName=${alternative}`]), '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-copy_extensions', 'copy', ...(dates.length > 0 ? dates : ['-days', '2']), '-out', `${name}.crt`);
  };
  sign('server', 'IP:127.0.0.1', 'ca');
  sign('client', '', 'ca');
  sign('named', 'DNS:plc.example', 'ca');
  sign('stranger', '', 'other-ca');
  // A negative number of days ends before it begins, which is expired all the same.
  sign('expired', 'IP:127.0.0.1', 'ca', '-days', '-1');
  return { pem: (file) => readFileSync(join(folder.path, file), 'utf8'), close: () => folder.close() };
}
