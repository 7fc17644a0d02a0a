import { describe, expect, it } from 'vitest';
import { certifiedStatus, dissectFragment, encodeAuthError, encodeCertificate, encodeFileAuthentication, encodeFileCommand, encodeKeyStatus, encodeUserStatusChange, UPDATE_KEY_METHOD, type Dnp3Field } from '../../../electron/stacks/dnp3';
import { authBlock, authFragment } from '../../../electron/stacks/dnp3/auth-fragment';
import { fileObject } from '../../../electron/stacks/dnp3/file-objects';

const CONTROL = { first: true, final: true, confirm: false, unsolicited: false, sequence: 1 };

/** The line of the one object of a fragment, and the lines of its fields with the octets they lie at. */
function shown(fragment: Uint8Array): { readonly line: string; readonly fields: string[] } {
  const object = dissectFragment(fragment).fields.find(({ layer }) => layer === 'objects')?.children?.find(({ point }) => point !== undefined);
  const of = ({ name, text, offset, length }: Dnp3Field): string => `${offset}+${length} ${name}: ${text}`;
  return { line: object?.text ?? '', fields: (object?.children ?? []).map(of) };
}

describe('objects of free format', () => {
  it('are taken apart field by field: a change of users', () => {
    const authority = { certificationKey: new Uint8Array(16), method: UPDATE_KEY_METHOD.aes128Sha1, outstationName: 'RTU' };
    const change = encodeUserStatusChange(certifiedStatus(authority, { operation: 'delete', sequence: 70_000, role: 4, roleExpiryDays: 365, name: 'Jürgen' }));
    expect(shown(authFragment(CONTROL, 32, authBlock(10, change))).fields.map((line) => line.replace(/(Certification data:).*/, '$1'))).toEqual([
      '8+1 Key change method: 3 (AES-128, SHA-1)',
      '9+1 Operation: 2 (delete)',
      '10+4 Status change sequence number: 70000',
      '14+2 Role: 4 (security administrator)',
      '16+2 Role expires after: 365 days',
      '18+2 User name size: 7',
      '20+2 Public key size: 0',
      '22+2 Certification data size: 20',
      '24+7 User name: Jürgen',
      '31+20 Certification data:',
    ]);
  });

  it('are taken apart field by field: a session key status, an error, a certificate', () => {
    const status = encodeKeyStatus({ sequence: 9, user: 2, keyWrap: 1, status: 2, macAlgorithm: 4, data: Uint8Array.of(1, 2, 3, 4), mac: new Uint8Array(0) });
    expect(shown(authFragment(CONTROL, 131, authBlock(5, status))).fields.slice(2)).toEqual(['16+1 Key wrap algorithm: 1 (AES-128)', '17+1 Key status: 2 (no keys yet)', '18+1 MAC algorithm: 4 (HMAC-SHA-256, 16 octets)', '19+2 Challenge data size: 4', '21+4 Challenge data: 01 02 03 04']);
    const error = encodeAuthError({ sequence: 1, user: 0, association: 0, code: 11, time: 1_700_000_000_123, text: 'who' });
    expect(shown(authFragment(CONTROL, 131, authBlock(7, error))).fields.slice(3)).toEqual(['18+1 Error: 11 (unknown user)', '19+6 Time: 2023-11-14T22:13:20.123Z', '25+3 Text: who']);
    expect(shown(authFragment(CONTROL, 32, authBlock(8, encodeCertificate({ method: 0x44, type: 2, certificate: Uint8Array.of(0x30) })))).fields).toEqual(['8+1 Key change method: 68 (RSA-2048, DSA, SHA-256)', '9+1 Certificate type: 2 (attributes)', '10+1 Certificate: 30']);
  });

  it('do not tell a password, only how long it is', () => {
    const { line, fields } = shown(authFragment(CONTROL, 29, fileObject(2, encodeFileAuthentication({ user: 'engineer', password: 'secret', key: 0 }))));
    expect(fields.slice(-2)).toEqual(['20+8 User name: engineer', '28+6 Password: 6 octets']);
    expect([line, ...fields].join(' ')).not.toMatch(/secret|73 65 63 72 65 74/);
  });

  it('that do not fill their octets as they say, or put their strings elsewhere, are shown as octets', () => {
    const command = encodeFileCommand({ name: 'a', created: 0, permissions: 0, authenticationKey: 7, size: 0, mode: 1, maxBlock: 100, requestId: 1 });
    expect(shown(authFragment(CONTROL, 25, fileObject(3, command))).fields.slice(-1)).toEqual(['34+1 Name: a']);
    for (const [at, value] of [[0, 27], [2, 2], [2, 0]] as const) {
      const other = Uint8Array.from(command);
      other[at] = value;
      const { line, fields } = shown(authFragment(CONTROL, 25, fileObject(3, other)));
      expect(fields).toEqual([]);
      expect(line).toMatch(/^[0-9A-F]{2} /);
    }
  });
});
