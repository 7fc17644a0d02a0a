import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../../electron/io/channel-error';
import { fromSystemError } from '../../../electron/io/system-error';

const system = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

describe('system errors', () => {
  it('become a code for programs and words that say where, what, and what to check', () => {
    const error = fromSystemError('tcp 10.0.0.5:502', system('ECONNREFUSED'));
    expect(error).toBeInstanceOf(ChannelError);
    expect(error.code).toBe('refused');
    expect(error.message).toBe('tcp 10.0.0.5:502: nothing listens there; check the port and whether the server is running.');
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('keep their own words where the code is not known, and their kind where it is', () => {
    expect(fromSystemError('x', system('EWHATEVER'))).toMatchObject({ code: 'failed', message: 'x: connect EWHATEVER' });
    const kinds = ['EHOSTUNREACH', 'ETIMEDOUT', 'ECONNRESET', 'ENOENT', 'EACCES', 'EBUSY', 'EADDRINUSE', 'ENOTFOUND', 'DEPTH_ZERO_SELF_SIGNED_CERT'].map((code) => fromSystemError('x', system(code)).code);
    expect(kinds).toEqual(['unreachable', 'timeout', 'reset', 'not-found', 'permission', 'busy', 'address-in-use', 'not-found', 'certificate']);
    const known = new ChannelError('timeout', 'late');
    expect(fromSystemError('x', known)).toBe(known);
    expect(fromSystemError('x', 'just text')).toMatchObject({ code: 'failed', message: 'x: just text' });
  });
});
