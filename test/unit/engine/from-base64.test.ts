import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../electron/engine/procedures/projects';

describe('octets out of base64', () => {
  it.each(['', 'AA==', 'AAA', 'AAAA', Buffer.from('a whole file').toString('base64')])('takes %j', (text) => {
    expect(Buffer.from(fromBase64(text)).toString('base64').replaceAll('=', '')).toBe(text.replaceAll('=', ''));
  });

  it.each(['A A=', 'AA==AAAA', 'AAAA\n', 'Ä', '{"format":1}', 'AAA%'])('refuses %j, which a decoder would take in part', (text) => {
    expect(() => fromBase64(text)).toThrow('The content is no base64.');
  });
});
