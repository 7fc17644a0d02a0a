import { describe, expect, it } from 'vitest';
import { decodeDirectory, deleteFile, fileInfo, FILE_STATUS, readFile, writeFile, type FileOutcome } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { DrivenOutstation } from '../../support/dnp3-driven-outstation';
import { MemoryFiles } from '../../support/dnp3-memory-files';
import { DATAGRAMS, Pair, type Channel } from '../../support/dnp3-pair';

const text = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value));
const LONG = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);

function pairWith(files: MemoryFiles, channel?: Channel, seed = 1): Pair {
  const pair = new Pair({ points: {}, files, seed });
  pair.open();
  pair.run(50);
  if (channel !== undefined) pair.channel = channel;
  return pair;
}

const files = (): MemoryFiles => new MemoryFiles(new Map([['/log/long.bin', LONG], ['/log/empty', new Uint8Array(0)], ['/log/a.txt', text('hello')]]));

describe('files', () => {
  it('are read whole, over as many blocks as they need, the empty one too', () => {
    const pair = pairWith(files());
    const read = ['/log/long.bin', '/log/empty', '/log/a.txt'].map((name) => pair.submit<FileOutcome<Uint8Array>>((done) => readFile(name, done)));
    pair.run(100);
    expect(read.map(({ outcome }) => outcome)).toEqual([LONG, new Uint8Array(0), text('hello')].map((value) => ({ ok: true, value })));
  });

  it('are written, written behind, described, listed and deleted', () => {
    const store = files();
    const pair = pairWith(store);
    const written = [pair.submit((done) => writeFile('/log/b.bin', LONG, done)), pair.submit((done) => writeFile('/log/b.bin', text('!'), done, { append: true })), pair.submit((done) => writeFile('/log/none', new Uint8Array(0), done))];
    const info = pair.submit((done) => fileInfo('/log/b.bin', done));
    const listed = pair.submit<FileOutcome<Uint8Array>>((done) => readFile('/log', done));
    const removed = pair.submit((done) => deleteFile('/log/a.txt', done));
    pair.run(200);
    expect(written.map(({ outcome }) => outcome?.ok)).toEqual([true, true, true]);
    expect(store.files.get('/log/b.bin')).toEqual(Uint8Array.from([...LONG, 0x21]));
    expect(info.outcome).toMatchObject({ ok: true, value: { name: '/log/b.bin', type: 'file', size: 5001 } });
    expect(decodeDirectory(listed.outcome?.ok === true ? listed.outcome.value : new Uint8Array(1))?.map(({ name, size }) => [name, size])).toEqual([['long.bin', 5000], ['empty', 0], ['a.txt', 5], ['b.bin', 5001], ['none', 0]]);
    expect(removed.outcome).toMatchObject({ ok: true });
    expect(store.files.has('/log/a.txt')).toBe(false);
  });

  it('that cannot be had say why', () => {
    const pair = pairWith(files());
    const failed = [
      pair.submit((done) => readFile('/log/none', done)),
      pair.submit((done) => writeFile('/fixed/x', text('x'), done)),
      pair.submit((done) => deleteFile('/log/none', done)),
      pair.submit((done) => fileInfo('/nowhere', done)),
      pair.submit((done) => readFile('/log/long.bin', done, { maxOctets: 4000 })),
    ];
    pair.run(100);
    expect(failed.map(({ outcome }) => outcome)).toMatchObject(
      ['The outstation did not open the file: not found.', 'The outstation did not close the file: permission denied.', 'The outstation did not delete the file: not found.', 'The outstation told nothing of the file: not found.', 'The file is longer than 4000 octets.'].map((message) => ({ ok: false, failure: { message } })),
    );
  });

  it('are not there where the outstation has none', () => {
    const pair = new Pair({ points: {} });
    pair.open();
    pair.run(50);
    const read = pair.submit((done) => readFile('/log/a.txt', done));
    pair.run(50);
    expect(read.outcome).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    const driven = new DrivenOutstation();
    expect(driven.ask('C0 01 46 05 5B 01 08 00 01 00 00 00 00 00 00 00')).toEqual(['C0 81 80 02']);
  });

  it('arrive whole over a bad channel, blocks asked again counted once', () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const store = files();
      const pair = pairWith(store, DATAGRAMS, seed);
      const read = pair.submit<FileOutcome<Uint8Array>>((done) => readFile('/log/long.bin', done, { maxBlock: 200 }));
      pair.run(60_000, 5);
      const written = pair.submit((done) => writeFile('/log/copy', LONG, done, { maxBlock: 200 }));
      pair.run(60_000, 5);
      // A transfer may be given up on such a channel, but never ends well with another content.
      expect(read.outcome?.ok === true ? read.outcome.value : LONG).toEqual(LONG);
      expect(written.outcome?.ok === true ? store.files.get('/log/copy') : LONG).toEqual(LONG);
      expect([read.times, written.times]).toEqual([1, 1]);
      expect(pair.master.counters.retries).toBeGreaterThan(0);
    }
  });
});

describe('the file server of an outstation', () => {
  const open = (name: string, mode: number, block: string): string => {
    const hex = Buffer.from(name).toString('hex');
    const octets = hex.match(/../g)!.join(' ');
    const size = (26 + name.length).toString(16).padStart(2, '0');
    return `46 03 5B 01 ${size} 00 1A 00 ${name.length.toString(16).padStart(2, '0')} 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 0${mode} 00 ${block} 07 00 ${octets}`;
  };
  const statusOf = (answers: readonly string[]): number => Number.parseInt(answers[0]!.slice(-2), 16);
  const READ_BLOCK = (handle: string, block: string): string => `46 05 5B 01 08 00 ${handle} 00 00 00 ${block} 00 00 00`;

  it('gives blocks in order, the last one again, and none to other handles', () => {
    const driven = new DrivenOutstation({ files: new MemoryFiles(new Map([['a', text('hello')]])) });
    expect(driven.ask(`C0 19 ${open('a', 1, '02 00')}`)).toEqual(['C0 81 80 00 46 04 5B 01 0D 00 01 00 00 00 05 00 00 00 02 00 07 00 00']);
    expect(driven.ask(`C1 01 ${READ_BLOCK('01', '00')}`)).toEqual(['C1 81 80 00 46 05 5B 01 0A 00 01 00 00 00 00 00 00 00 68 65']);
    expect(driven.ask(`C2 01 ${READ_BLOCK('01', '00')}`)).toEqual(['C2 81 80 00 46 05 5B 01 0A 00 01 00 00 00 00 00 00 00 68 65']);
    expect(statusOf(driven.ask(`C3 01 ${READ_BLOCK('01', '02')}`))).toBe(FILE_STATUS.outOfSequence);
    expect(driven.ask(`C4 01 ${READ_BLOCK('01', '01')}`)[0]).toMatch(/01 00 00 00 6C 6C$/);
    expect(driven.ask(`C5 01 ${READ_BLOCK('01', '02')}`)[0]).toMatch(/02 00 00 80 6F$/);
    expect(statusOf(driven.ask(`C6 01 ${READ_BLOCK('01', '03')}`))).toBe(FILE_STATUS.outOfSequence);
    expect(statusOf(driven.ask(`C7 01 ${READ_BLOCK('02', '00')}`))).toBe(FILE_STATUS.invalidHandle);
    expect(statusOf(driven.ask(`C8 02 ${READ_BLOCK('01', '00')}`))).toBe(FILE_STATUS.invalidMode);
    driven.advance(61_000);
    expect(statusOf(driven.ask(`C9 01 ${READ_BLOCK('01', '02')}`))).toBe(FILE_STATUS.invalidHandle);
  });

  it('closes a file with the channel, and stores nothing of one that was aborted', () => {
    const store = new MemoryFiles(new Map());
    const driven = new DrivenOutstation({ files: store });
    driven.ask(`C0 19 ${open('b', 2, '20 00')}`);
    expect(statusOf(driven.ask('C1 02 46 05 5B 01 09 00 01 00 00 00 00 00 00 80 41'))).toBe(0);
    expect(statusOf(driven.ask('C2 1E 46 04 5B 01 0D 00 01 00 00 00 00 00 00 00 00 00 00 00 00'))).toBe(0);
    driven.ask(`C3 19 ${open('b', 2, '20 00')}`);
    driven.session.closed('gone');
    expect(statusOf(driven.ask('C4 1A 46 04 5B 01 0D 00 02 00 00 00 00 00 00 00 00 00 00 00 00'))).toBe(FILE_STATUS.invalidHandle);
    expect(store.writes).toEqual([]);
  });

  it('refuses modes, block sizes and objects that are none', () => {
    const driven = new DrivenOutstation({ files: new MemoryFiles(new Map([['a', text('x')]])) });
    expect(statusOf(driven.ask(`C0 19 ${open('a', 0, '20 00')}`))).toBe(FILE_STATUS.invalidMode);
    expect(statusOf(driven.ask(`C1 19 ${open('a', 1, '00 00')}`))).toBe(FILE_STATUS.blockSize);
    for (const [i, objects] of ['19 46 03 5B 01 02 00 1A 00', '19 46 05 5B 01 08 00 00 00 00 00 00 00 00 00', '1A 46 04 5B 01 01 00 00', '1C 46 07 5B 01 01 00 00', '01 46 05 5B 01 01 00 00', '02 46 05 5B 01 01 00 00', '19', '19 46 03 5B 02 00 00 00 00'].entries()) {
      expect(driven.ask(`C${i + 2} ${objects}`), objects).toEqual([`C${i + 2} 81 80 04`]);
    }
  });

  it('holds a bounded amount of what is written', () => {
    const driven = new DrivenOutstation({ files: new MemoryFiles(new Map()) });
    driven.ask(`C0 19 ${open('b', 2, 'FF 07')}`);
    const data = Array.from({ length: 1900 }, () => '41').join(' ');
    let last = 0;
    for (let block = 0; block < 600 && last === 0; block += 1) {
      const number = Buffer.alloc(4);
      number.writeUInt32LE(block);
      last = statusOf(driven.ask(`C${(block & 15).toString(16)} 02 46 05 5B 01 74 07 01 00 00 00 ${number.toString('hex').match(/../g)!.join(' ')} ${data}`));
    }
    expect(last).toBe(FILE_STATUS.bufferOverrun);
  });
});

describe('a master that reads a file', () => {
  it('closes it also when a block failed or is another one', () => {
    const driven = DrivenMaster.ready();
    driven.submit((done) => readFile('a', (outcome) => done(outcome.ok ? { ok: true, response: { iin: 0, blocks: [] } } : outcome)));
    driven.take();
    expect(driven.answer('C1 81 00 00 46 04 5B 01 0D 00 09 00 00 00 05 00 00 00 02 00 01 00 00')).toEqual(['C2 01 46 05 5B 01 08 00 09 00 00 00 00 00 00 00']);
    expect(driven.answer('C2 81 00 00 46 05 5B 01 0A 00 09 00 00 00 01 00 00 00 68 65')).toEqual(['C3 1A 46 04 5B 01 0D 00 09 00 00 00 00 00 00 00 00 00 02 00 00']);
  });
});
