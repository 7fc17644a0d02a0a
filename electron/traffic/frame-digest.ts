import type { FrameRow } from '../../shared/contract/frames';
import type { Dissection } from '../protocols/protocol';
import { asAsked, type FrameDigest, type HeldFrame } from './held-frame';

type Said = Pick<Dissection, 'problem' | 'notice'>;

/** What a list tells of a frame. */
export function digestOf(frame: HeldFrame): FrameDigest {
  const { source, octets, note } = frame;
  const dissection = source.protocol.dissector?.dissect(octets, asAsked(frame), source.settings, { brief: true });
  if (dissection === undefined) return { station: '', function: '', summary: `${octets.length} octets`, mark: 'none', trouble: '', asks: null, answers: null, part: null };
  const { station, function: name, asks, answers, part } = dissection;
  const trouble = troubleOf(dissection, octets.length, note);
  const mark = markOf(dissection, note);
  // What could not be cut into a frame names nobody and answers nothing.
  if (note === 'no-frame' && dissection.problem !== '') return { station: '', function: '', summary: trouble, mark, trouble, asks: null, answers: null, part: null };
  // What came too late or unasked answers nothing that is still waited for.
  return { station, function: name, summary: joined(trouble, dissection.summary), mark, trouble, asks, answers: note === null ? answers : null, part };
}

/** What is wrong with a frame or noteworthy in it, in plain words. */
export function troubleOf({ problem, notice }: Said, length: number, note: HeldFrame['note']): string {
  if (note === 'no-frame') return problem === '' ? 'No valid answer to what was asked' : `${length} octets that are no frame: ${problem}`;
  const odd = { late: 'Late: its request was given up', stray: 'Nobody asked for it' };
  return [note === null ? '' : odd[note], problem, notice].filter(Boolean).join('; ');
}

export function markOf({ problem, notice }: Said, note: HeldFrame['note']): FrameRow['mark'] {
  if (problem !== '' || note === 'no-frame') return 'problem';
  return notice !== '' || note !== null ? 'notice' : 'none';
}

function joined(trouble: string, summary: string): string {
  if (trouble === '') return summary;
  return summary === '' || trouble.toLowerCase().includes(summary.toLowerCase()) ? trouble : `${trouble}; ${summary}`;
}
