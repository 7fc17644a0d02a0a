import { describe, expect, it } from 'vitest';
import { FILE_STATUS } from '../../../electron/stacks/dnp3';
import { CONFIGURATION_PATH, LOG_PATH, ServedFiles } from '../../../electron/protocols/dnp3/server/served-files';
import { StationLog } from '../../../electron/protocols/dnp3/server/station-log';

function files() {
  const log = new StationLog();
  log.note(1000, 'Started');
  return new ServedFiles({ log, configuration: 'outstation,10', now: () => 5000, client: () => '10.0.0.7, master 1' });
}
const text = (content: Uint8Array | number): string => (typeof content === 'number' ? String(content) : new TextDecoder().decode(content));
const octets = (count: number): Uint8Array => new Uint8Array(count);

describe('files of a simulated outstation', () => {
  it('lists the root by every name that masters have for it, and directories in it', () => {
    const store = files();
    for (const root of ['/', '', '.']) expect(store.list(root)?.map(({ name, type, size }) => [name, type, size])).toEqual([['log', 'directory', 1], ['config', 'directory', 1]]);
    expect(store.list('log/')?.map(({ name, type, permissions }) => [name, type, permissions])).toEqual([['events.csv', 'file', 0o444]]);
    expect(store.list('/nowhere')).toBeUndefined();
    expect(store.info('/log')).toMatchObject({ type: 'directory', permissions: 0o555 });
  });

  it('keeps what masters write, tells who it was, and has it in its log', () => {
    const store = files();
    expect(store.write('/config/new.txt', new TextEncoder().encode('hello'), false)).toBe(FILE_STATUS.success);
    expect(store.write('/config/new.txt', new TextEncoder().encode('!'), true)).toBe(FILE_STATUS.success);
    expect(text(store.read('config/new.txt'))).toBe('hello!');
    expect(store.shown().find(({ path }) => path === '/config/new.txt')).toEqual({ path: '/config/new.txt', size: 6, changed: 5_000_000, writtenBy: '10.0.0.7, master 1' });
    expect(text(store.read(LOG_PATH))).toContain('File /config/new.txt written by 10.0.0.7, master 1: 6 octets');
    expect(store.remove('/config/new.txt')).toBe(FILE_STATUS.success);
    expect(store.read('/config/new.txt')).toBe(FILE_STATUS.notFound);
  });

  it('lets nobody write or delete its log, or a directory', () => {
    const store = files();
    expect([store.write(LOG_PATH, octets(1), false), store.remove(LOG_PATH), store.write('/log/other', octets(1), false), store.write('/config', octets(1), false), store.remove('/config')]).toEqual(Array.from({ length: 5 }, () => FILE_STATUS.permissionDenied));
    expect(store.remove('/none')).toBe(FILE_STATUS.notFound);
  });

  it('has room for 4 MiB and 32 files, what is overwritten not counted', () => {
    const store = files();
    for (let at = 0; at < 3; at += 1) expect(store.write(`/${at}`, octets(1 << 20), false)).toBe(FILE_STATUS.success);
    expect(store.write('/3', octets(1 << 20), false)).toBe(FILE_STATUS.bufferOverrun);
    expect(store.write('/2', octets(1 << 20), false)).toBe(FILE_STATUS.success);
    const small = files();
    const answers = Array.from({ length: 32 }, (_, at) => small.write(`/${at}`, octets(1), false));
    expect(answers.filter((answer) => answer === FILE_STATUS.success)).toHaveLength(31);
    expect(answers.at(-1)).toBe(FILE_STATUS.bufferOverrun);
    expect(small.read(CONFIGURATION_PATH)).toBeInstanceOf(Uint8Array);
  });

  it('keeps the newest 500 lines of its log', () => {
    const log = new StationLog();
    for (let at = 0; at < 700; at += 1) log.note(at, `Event "${at}"`);
    const lines = log.csv().trimEnd().split('\r\n');
    expect([lines.length, lines[1], lines.at(-1)]).toEqual([501, '1970-01-01T00:00:00.200Z,"Event ""200"""', '1970-01-01T00:00:00.699Z,"Event ""699"""']);
  });
});
