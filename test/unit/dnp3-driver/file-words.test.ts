import { describe, expect, it } from 'vitest';
import { FILE_STATUS, IIN } from '../../../electron/stacks/dnp3';
import { deviceFileOf, entryPath, statusFailure, taskFailure } from '../../../electron/protocols/dnp3/file-words';

const descriptor = { name: 'a.txt', type: 'file' as const, size: 5, created: 1_700_000_000_000, permissions: 0o640, requestId: 1 };

describe('files of an outstation in words', () => {
  it('tells permissions as letters and the time in microseconds', () => {
    expect(deviceFileOf(descriptor, '/log/a.txt')).toEqual({ name: 'a.txt', path: '/log/a.txt', type: 'file', size: 5, modified: 1_700_000_000_000_000, permissions: 'rw-r-----' });
  });

  it('leaves out a time that is none or beyond all calendars', () => {
    expect([0, 2 ** 48 - 1].map((created) => deviceFileOf({ ...descriptor, created }, '/x').modified)).toEqual([null, null]);
  });

  it('makes paths of names, and takes paths as they are', () => {
    expect([['/', 'a'], ['/log', 'a'], ['/log/', 'a'], ['', 'a'], ['/log', '/other/a']].map(([directory = '', name = '']) => entryPath(directory, name))).toEqual(['/a', '/log/a', '/log/a', 'a', '/other/a']);
  });

  it('names every status, and says by number what it does not know', () => {
    const failures = Object.values(FILE_STATUS).filter((status) => status !== FILE_STATUS.success).map((status) => statusFailure('/x was not opened', status).message);
    expect(failures.filter((message) => /status \d/.test(message))).toEqual([]);
    expect(new Set(failures).size).toBe(failures.length);
    expect(statusFailure('/x was not opened', 99).message).toBe('/x was not opened: status 99 of the outstation.');
    expect(statusFailure('/x was not opened', FILE_STATUS.notFound).outcome).toBe('absent');
  });

  it('does not say that nothing was done where a request that is sent once stays without answer', () => {
    const silent = { kind: 'timeout' as const, message: 'No answer.' };
    expect([taskFailure('x', silent, true).outcome, taskFailure('x', silent, false).outcome]).toEqual(['uncertain', 'no_answer']);
    const lost = { kind: 'closed' as const, message: 'The channel broke.' };
    expect([taskFailure('x', lost, true).outcome, taskFailure('x', lost, false).outcome]).toEqual(['uncertain', 'not_sent']);
  });

  it('tells an outstation without file transfer from one that refuses a file', () => {
    expect(taskFailure('x', { kind: 'refused', iin: IIN.functionNotSupported, message: '' }, false).outcome).toBe('unknown');
    expect(taskFailure('x', { kind: 'refused', iin: IIN.parameterError, message: '' }, false).outcome).toBe('refused');
  });
});
