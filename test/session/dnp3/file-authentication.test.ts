import { describe, expect, it } from 'vitest';
import { deleteFile, fileInfo, readFile, writeFile, type FileOutcome } from '../../../electron/stacks/dnp3';
import { DrivenOutstation } from '../../support/dnp3-driven-outstation';
import { GuardedFiles } from '../../support/dnp3-memory-files';
import { DATAGRAMS, Pair } from '../../support/dnp3-pair';
import { like } from '../../support/like';

const credentials = { user: 'engineer', password: 'let me in' };
const CONTENT = Uint8Array.from({ length: 3000 }, (_, at) => at % 251);
const guarded = (): GuardedFiles => new GuardedFiles(new Map([['/a', CONTENT], ['/b', CONTENT]]));

function pairWith(files: GuardedFiles, seed = 1): Pair {
  const pair = new Pair({ points: {}, files, seed });
  pair.open();
  pair.run(50);
  return pair;
}

const command = (functionCode: string, key: string, mode: string): string => `${functionCode} 46 03 5B 01 1C 00 1A 00 02 00 00 00 00 00 00 00 00 00 ${key} 00 00 00 00 ${mode} 00 00 04 01 00 2F 61`;
const AUTHENTICATE = '1D 46 02 5B 01 1D 00 0C 00 08 00 14 00 09 00 00 00 00 00 65 6E 67 69 6E 65 65 72 6C 65 74 20 6D 65 20 69 6E';
const keyIn = (answer = ''): string => answer.split(' ').slice(18, 22).join(' ');
const statusIn = (answer = ''): string | undefined => answer.split(' ')[22];

describe('files that are given to users only', () => {
  it('are read, written and deleted with user name and password', () => {
    const files = guarded();
    const pair = pairWith(files);
    const read = pair.submit<FileOutcome<Uint8Array>>((done) => readFile('/a', done, { credentials }));
    const written = pair.submit((done) => writeFile('/c', CONTENT, done, { credentials }));
    const removed = pair.submit((done) => deleteFile('/b', done, { credentials }));
    pair.run(200);
    expect(read.outcome).toEqual({ ok: true, value: CONTENT });
    expect([written.outcome?.ok, removed.outcome?.ok]).toEqual([true, true]);
    expect([...files.files.keys()]).toEqual(['/a', '/c']);
    expect(files.asked).toBe(3);
  });

  it('are not read, written or deleted without, or with a wrong password; that tells neither', () => {
    const files = guarded();
    const pair = pairWith(files);
    const without = [pair.submit((done) => readFile('/a', done)), pair.submit((done) => writeFile('/c', CONTENT, done)), pair.submit((done) => deleteFile('/b', done))];
    const wrong = pair.submit((done) => readFile('/a', done, { credentials: { user: 'engineer', password: 'please' } }));
    const info = pair.submit((done) => fileInfo('/a', done));
    pair.run(200);
    expect(without.map(({ outcome }) => outcome)).toMatchObject([0, 1, 2].map(() => ({ ok: false, failure: { message: like.containing('permission denied') } })));
    expect(wrong.outcome).toEqual({ ok: false, failure: { kind: 'authentication', message: 'The outstation does not let "engineer" at its files: user name or password is wrong.' } });
    expect(info.outcome).toMatchObject({ ok: true });
    expect([files.writes, files.removals]).toEqual([[], []]);
  });

  it('whose outstation has no users say that it does not support this', () => {
    const pair = new Pair({ points: {}, files: Object.assign(guarded(), { authenticate: undefined }) });
    pair.open();
    pair.run(50);
    const read = pair.submit((done) => readFile('/a', done, { credentials }));
    pair.run(50);
    expect(read.outcome).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  });

  it('arrive whole over a bad channel', () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const pair = pairWith(guarded(), seed);
      pair.channel = DATAGRAMS;
      const read = pair.submit<FileOutcome<Uint8Array>>((done) => readFile('/a', done, { credentials, maxBlock: 500 }));
      pair.run(60_000, 5);
      expect(read.outcome?.ok === true ? read.outcome.value : CONTENT).toEqual(CONTENT);
      expect(read.outcome).toBeDefined();
    }
  });
});

describe('the key of a file', () => {
  const driven = (): DrivenOutstation => new DrivenOutstation({ files: guarded() });

  it('comes in answer to a password, alone, and opens once', () => {
    const outstation = driven();
    const [answer] = outstation.ask(`C0 ${AUTHENTICATE}`);
    expect(answer).toMatch(/^C0 81 80 00 46 02 5B 01 0C 00 0C 00 00 00 0C 00 00 00 (?:[0-9A-F]{2} ){3}[0-9A-F]{2}$/);
    const key = keyIn(answer);
    expect(key).not.toBe('00 00 00 00');
    expect(statusIn(outstation.ask(`C1 ${command('19', key, '01')}`)[0])).toBe('00');
    expect(statusIn(outstation.ask(`C2 ${command('19', key, '01')}`)[0])).toBe('01');
    expect(statusIn(outstation.ask(`C3 ${command('1B', key, '00')}`)[0])).toBe('01');
  });

  it('is not guessed at: a wrong one uses the right one up', () => {
    const outstation = driven();
    const key = keyIn(outstation.ask(`C0 ${AUTHENTICATE}`)[0]);
    expect(statusIn(outstation.ask(`C1 ${command('19', '01 02 03 04', '01')}`)[0])).toBe('01');
    expect(statusIn(outstation.ask(`C2 ${command('19', key, '01')}`)[0])).toBe('01');
  });

  it('is good for a minute', () => {
    const outstation = driven();
    const key = keyIn(outstation.ask(`C0 ${AUTHENTICATE}`)[0]);
    outstation.advance(60_000);
    expect(statusIn(outstation.ask(`C1 ${command('19', key, '01')}`)[0])).toBe('01');
  });

  it('is 0 for a wrong password, and for any password after five of them, for a minute', () => {
    const outstation = driven();
    const wrong = AUTHENTICATE.replace(/6E$/, '6F');
    for (let i = 0; i < 5; i += 1) expect(keyIn(outstation.ask(`C${i} ${wrong}`)[0])).toBe('00 00 00 00');
    expect(keyIn(outstation.ask(`C5 ${AUTHENTICATE}`)[0])).toBe('00 00 00 00');
    outstation.advance(60_000);
    expect(keyIn(outstation.ask(`C6 ${AUTHENTICATE}`)[0])).not.toBe('00 00 00 00');
  });

  it('is not given for an object that is none', () => {
    expect(driven().ask('C0 1D 46 02 5B 01 0C 00 0C 00 FF 00 0C 00 00 00 00 00 00 00')).toEqual(['C0 81 80 04']);
  });
});
