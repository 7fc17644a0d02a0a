import { expect, it } from 'vitest';
import { AuthStory, FRAMES_A_STORY } from '../../support/dnp3-auth-story';
import { soak } from '../../support/modbus-soak';

const SAMPLE = 150;

it('an outstation with secure authentication under damaged frames: nothing is taken that the peer did not send, the good command after each story is done', { timeout: 7_200_000 }, () => {
  const story = new AuthStory('outstation');
  const tally = soak('DNP3 outstation with secure authentication', SAMPLE, (seed, own) => story.iteration(seed, own), FRAMES_A_STORY);
  expect(tally.get('damaged frames')).toBeGreaterThan(FRAMES_A_STORY * SAMPLE);
  expect(['stories with 0 of 2 commands done', 'stories with 2 of 2 commands done', 'files read', 'files not read', 'changes by the authority taken', 'changes by the authority not all taken'].filter((ending) => (tally.get(ending) ?? 0) < 3)).toEqual([]);
});
