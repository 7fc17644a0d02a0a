import { describe, expect, it } from 'vitest';
import { jobText } from '../../../renderer/app/frame/running-jobs';
import type { Job } from '../../../shared/contract/common';

const job = (change: Partial<Job>): Job => ({ id: '00000000-0000-4000-8000-000000000001', title: 'Export', state: 'running', step: 'Reading samples', done: 0, total: null, startedAt: 0, message: '', hasFile: false, ...change });

describe('long work', () => {
  it('says only what is done while the end is not known', () => {
    expect(jobText(job({}), 5_000_000, String)).toBe('Reading samples');
  });

  it('says how far it is and how long it will take at this pace', () => {
    expect(jobText(job({ done: 25, total: 100 }), 10_000_000, String)).toBe('Reading samples, 25 of 100, 30 s left');
  });

  it('does not guess from the first hundredth', () => {
    expect(jobText(job({ done: 1, total: 100 }), 10_000_000, String)).toBe('Reading samples, 1 of 100');
  });
});
