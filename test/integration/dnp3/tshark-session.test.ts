import { beforeAll, describe, expect, it } from 'vitest';
import { assignClass, DEFAULT_MASTER_AUTH, DEFAULT_OUTSTATION_AUTH, deleteFile, directOperate, fileInfo, freeze, header, POINT_TYPES, read, readFile, selectBeforeOperate, timeSync, writeDeadbands, UPDATE_KEY_METHOD, USER_ROLE, writeFile, type Command, type LinkSettings, type PointConfig, type PointType } from '../../../electron/stacks/dnp3';
import { requireDebian } from '../../support/debian';
import { points } from '../../support/dnp3-driven-outstation';
import { Pair } from '../../support/dnp3-pair';
import { GuardedFiles, MemoryFiles } from '../../support/dnp3-memory-files';
import { askTshark } from '../../support/dnp3-tshark';

beforeAll(() => requireDebian(['tshark']), 300_000);

/** Left out: tshark 4.0 does not know group 31 but for two variations, and not groups 113, 121 and 122. */
const TYPES = POINT_TYPES.filter((type) => type !== 'frozen-analog' && type !== 'virtual-terminal' && type !== 'security-statistic');

/** A whole session: start-up, everything, events, unsolicited responses, commands, time, freezes, settings, the link's own. */
function record(link: Partial<LinkSettings>): Pair {
  const config: Partial<Record<PointType, PointConfig[]>> = Object.fromEntries(TYPES.map((type) => [type, points(type === 'analog' ? 300 : 20, type === 'binary-output' || type === 'analog-output' ? { commandEventClass: 3 } : {})]));
  const pair = new Pair({ points: config, link, needTime: true, files: new MemoryFiles(new Map([['/log/a.txt', Uint8Array.from(Buffer.from('line\n'.repeat(500)))]])), attributes: [{ variation: 252, value: 'A maker' }, { variation: 248, value: 'S/N 1' }, { variation: 239, value: 2 }, { variation: 204, value: { type: 'float', value: 7.1 } }, { variation: 205, value: { type: 'signed', value: -300 } }], outstation: { unsolicited: { allowed: true, classes: [], retries: 3, retryDelayMs: 1000, gatherMs: 0 } } });
  pair.open();
  pair.run(100);
  for (let i = 1; i <= 10; i += 1) {
    for (const type of TYPES) {
      if (type === 'octet-string') pair.database.update(type, i, { value: 0, flags: 0, octets: Uint8Array.from(Buffer.from(`text ${i}`)) }, pair.now);
      else pair.database.update(type, i, { value: i % 2, flags: i % 3 === 0 ? 5 : 1 }, pair.now);
    }
    pair.run(5);
  }
  const crob: Command = { group: 12, variation: 1, index: 3, value: { controlCode: 0x41, count: 1, onMs: 500, offMs: 0 } };
  const analog: Command = { group: 41, variation: 3, index: 4, value: { value: 99.5 } };
  const outcomes = [
    pair.submit((done) => selectBeforeOperate([crob], done)),
    pair.submit((done) => directOperate([crob, analog], true, done)),
    pair.submit((done) => directOperate([analog], false, done)),
    pair.submit((done) => selectBeforeOperate({ value: crob.value, indexes: [1, 3, 8] }, done)),
    pair.submit((done) => timeSync('non-lan', (now) => pair.handler.currentTime(now), done)),
    pair.submit((done) => freeze([header(20, 0)], true, done)),
    pair.submit((done) => assignClass(2, [header(1, 0)], done)),
    pair.submit((done) => writeDeadbands(1, [{ index: 1, deadband: 5 }], done)),
    pair.submit((done) => readFile('/log/a.txt', done, { maxBlock: 150 })),
    pair.submit((done) => writeFile('/log/b.txt', Uint8Array.from(Buffer.from('text')), done)),
    pair.submit((done) => readFile('/log', done)),
    pair.submit((done) => fileInfo('/log/b.txt', done)),
    pair.submit((done) => deleteFile('/log/b.txt', done)),
    pair.submit((done) => read([header(0, 254)], done)),
    pair.submit((done) => read([header(1, 1), header(3, 1), header(30, 5), header(34, 0), header(80, 1), header(50, 1)], done)),
  ];
  pair.database.update('binary', 5, { value: 1, flags: 1 }, pair.now, 'force');
  pair.run(500);
  pair.master.requestLinkStatus(pair.now, () => undefined);
  pair.run(50);
  expect(outcomes.map(({ outcome }) => outcome?.ok)).toEqual(outcomes.map(() => true));
  return pair;
}

describe('tshark on whole sessions', () => {
  for (const [name, link] of [
    ['without link confirms', {}],
    ['with link confirms', { confirmed: 'always' }],
  ] as const) {
    it(`recognises every frame of a session ${name} as DNP3 and finds none malformed`, () => {
      const { frames } = record(link);
      expect(frames.length).toBeGreaterThan(50);
      const seen = askTshark(frames);
      expect(seen).toHaveLength(frames.length);
      expect(seen.filter((each) => !each['frame.protocols'].includes('dnp3'))).toEqual([]);
      // tshark notes indications such as "device restart", and fragments put together; both are as they should be.
      // File descriptors (group 70 variation 7) it does not know.
      const complaints = seen.filter((each) => each['dnp3.al.obj'] !== '0x4607').flatMap((each) => (each['_ws.malformed'] + each['_ws.expert.message']).split(';')).filter((text) => text !== '' && !text.startsWith('IIN Abnormality'));
      expect(complaints).toEqual([]);
      const objects = new Set(seen.flatMap((each) => each['dnp3.al.obj'].split(';')));
      for (const object of ['0x0c02', '0x0c03', '0x0d02', '0x2b07']) expect(objects, `object ${object}`).toContain(object);
      const functions = new Set(seen.map((each) => each['dnp3.al.func']).filter(Boolean));
      for (const functionCode of [0, 1, 2, 3, 4, 5, 6, 9, 20, 21, 22, 23, 24, 129, 130, 25, 26, 27, 28]) expect(functions, `function ${functionCode}`).toContain(String(functionCode));
    });
  }

  it('recognises every frame of a session with secure authentication, and names its functions; the objects it does not know', () => {
    const users = [{ number: 1, updateKey: new Uint8Array(16).fill(9) }];
    const pair = new Pair({ points: { binary: points(5) }, master: { authentication: { ...DEFAULT_MASTER_AUTH, users, alsoCritical: [129] } }, outstation: { authentication: { ...DEFAULT_OUTSTATION_AUTH, users } } });
    pair.open();
    pair.run(300);
    const command = pair.submit((done) => directOperate([{ group: 12, variation: 1, index: 3, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } }], true, done));
    pair.run(100);
    expect(command.outcome).toMatchObject({ ok: true });
    const seen = askTshark(pair.frames);
    expect(seen.filter((each) => !each['frame.protocols'].includes('dnp3'))).toEqual([]);
    const functions = new Set(seen.map((each) => each['dnp3.al.func']).filter(Boolean));
    for (const functionCode of [5, 32, 129, 131]) expect(functions, `function ${functionCode}`).toContain(String(functionCode));
    const known = seen.filter((each) => !each['dnp3.al.obj'].includes('0x78'));
    expect(known.flatMap((each) => each['_ws.malformed'])).toEqual(known.map(() => ''));
  });

  it('recognises every frame of a session in which an authority adds a user and a file is given for a password, and names its functions', () => {
    const users = [{ number: 1, updateKey: new Uint8Array(16).fill(9) }];
    const authority = { certificationKey: new Uint8Array(32).fill(5), method: UPDATE_KEY_METHOD.aes256Sha256, outstationName: 'RTU' };
    const files = new GuardedFiles(new Map([['/a', Uint8Array.from(Buffer.from('text'))]]));
    const pair = new Pair({ points: {}, files, master: { authentication: { ...DEFAULT_MASTER_AUTH, users, authority } }, outstation: { authentication: { ...DEFAULT_OUTSTATION_AUTH, users, authority } } });
    pair.open();
    pair.run(300);
    const ended: boolean[] = [];
    pair.master.changeUser({ operation: 'add', sequence: 1, role: USER_ROLE.engineer, roleExpiryDays: 30, name: 'Jim' }, ({ ok }) => ended.push(ok), pair.now);
    pair.master.changeUpdateKey('Jim', new Uint8Array(32).fill(7), ({ ok }) => ended.push(ok), pair.now);
    const read = pair.submit((done) => readFile('/a', done, { credentials: { user: 'engineer', password: 'let me in' } }));
    pair.run(500);
    expect([...ended, read.outcome?.ok]).toEqual([true, true, true]);
    const seen = askTshark(pair.frames);
    expect(seen.filter((each) => !each['frame.protocols'].includes('dnp3'))).toEqual([]);
    const functions = new Set(seen.map((each) => each['dnp3.al.func']).filter(Boolean));
    for (const functionCode of [25, 26, 29, 32, 129, 131]) expect(functions, `function ${functionCode}`).toContain(String(functionCode));
    const known = seen.filter((each) => !each['dnp3.al.obj'].includes('0x78') && !each['dnp3.al.obj'].includes('0x4602'));
    expect(known.flatMap((each) => each['_ws.malformed'])).toEqual(known.map(() => ''));
  });
});
