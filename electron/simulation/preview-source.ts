import type { Simulator, ValueSource } from '../../shared/domain/simulator';
import { makeSource, sourceTrouble } from './make-source';
import { readRecording } from './recording';
import { asNumber } from './running-source';

const PREVIEW_POINTS = 200;

/** What a source by itself does over time; why it can't work, or no values where they depend on other points. */
export function previewSource(simulator: Simulator, source: ValueSource, spanMs: number): { problem: string; timesMs: number[]; values: (number | null)[] } {
  const points = new Map(simulator.units.flatMap((unit) => unit.points.map((point) => [point.id, point] as const)));
  const definitions = {
    typeOf: (id: string) => points.get(id)?.dataType ?? null,
    recording: (id: string) => {
      const recording = simulator.recordings.find((each) => each.id === id);
      return recording ? readRecording(recording.csv) : { problem: 'The recording is not in this simulator' };
    },
  };
  const problem = sourceTrouble(source, definitions);
  if (problem !== null || source.kind === 'lag' || source.kind === 'expression' || source.kind === 'live') return { problem: problem ?? '', timesMs: [], values: [] };
  const running = makeSource(source, { dataType: 'float64', scale: 1, offset: 0 }, { ...definitions, point: () => ({ problem: '' }), live: () => null });
  const timesMs = Array.from({ length: PREVIEW_POINTS }, (_, at) => (at * spanMs) / (PREVIEW_POINTS - 1));
  const values = timesMs.map((ms) => {
    const said = running.at(ms);
    return 'problem' in said ? null : asNumber(said.value);
  });
  return { problem: '', timesMs, values };
}
