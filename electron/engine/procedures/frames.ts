import { ProcedureError } from '../../../shared/contract/answer';
import type { CaptureState, FrameRow } from '../../../shared/contract/frames';
import { isoFromMicros } from '../../../shared/domain/time';
import type { Call } from '../../doors/contract-engine';
import { Slices } from '../../project/slices';
import { writeCaptureFile } from '../../traffic/capture-file';
import { dissected } from '../../traffic/frame-rows';
import type { HeldFrame } from '../../traffic/held-frame';
import { MergedFrames } from '../../traffic/merged-frames';
import { octetsFromText } from '../../traffic/octets-from-text';
import { fileName } from '../file-name';
import type { HandlersOf } from '../handlers';
import type { ProjectTraffic } from '../project-traffic';
import type { Services } from '../services';

type Names = 'frames.state' | 'frames.start' | 'frames.stop' | 'frames.clear' | 'frames.list' | 'frames.get' | 'frames.decode' | 'frames.export';

/** What was on the wire. */
export function frameHandlers({ tenant, protocol, options, clock }: Services): HandlersOf<Names> {
  const trafficOf = (call: Call): ProjectTraffic => tenant(call).current().traffic;
  const setOf = (sourceIds: readonly string[] | null): ReadonlySet<string> | null => (sourceIds === null ? null : new Set(sourceIds));

  return {
    'frames.state': (_input, call): CaptureState => trafficOf(call).recorder.state(),
    'frames.start': (_input, call) => {
      tenant(call).current().mustHoldConnections();
      const { recorder } = trafficOf(call);
      recorder.start();
      return recorder.state();
    },
    'frames.stop': (_input, call) => {
      const { recorder } = trafficOf(call);
      recorder.stop();
      return recorder.state();
    },
    'frames.clear': (_input, call) => {
      const { recorder } = trafficOf(call);
      recorder.clear();
      tenant(call).topics.frames.cleared();
      return recorder.state();
    },
    'frames.list': async ({ sourceIds, before, limit }, call) => {
      const { recorder, rows } = trafficOf(call);
      const { frames, more } = recorder.newest(setOf(sourceIds), before, limit);
      const slices = new Slices();
      const listed: FrameRow[] = [];
      for (const frame of frames) {
        listed.push(rows.row(frame));
        if (slices.due) await slices.pause();
      }
      return { rows: listed, more };
    },
    'frames.get': ({ seq }, call) => {
      const { recorder, rows } = trafficOf(call);
      const frame = recorder.find(seq);
      if (frame === undefined) throw new ProcedureError('not_found', `Frame ${seq} is not held any more: newer frames took its place, or the list was cleared.`, { reason: 'frame_gone' });
      return rows.detail(frame);
    },
    'frames.decode': ({ protocol: name, lineSettings, direction, octets: text }) => {
      const known = protocol(name);
      if (known === null) throw new ProcedureError('not_found', `This version does not know the protocol "${name}".`);
      if (known.dissector === undefined) throw new ProcedureError('conflict', `${known.description.title} frames can't be taken apart in this version.`, { reason: 'not_offered' });
      const octets = octetsFromText(text);
      if ('problem' in octets) throw new ProcedureError('bad_input', octets.problem, { fields: [{ path: 'octets', message: octets.problem }] });
      return dissected(known, octets.octets, direction, lineSettings);
    },
    'frames.export': async ({ sourceIds, seqs }, call) => {
      const { recorder } = trafficOf(call);
      const frames = new MergedFrames(await chosenOf(recorder.held(setOf(sourceIds)), seqs));
      const { count } = frames;
      if (count === 0) throw new ProcedureError('conflict', 'There are no frames to save. Start the capture, or choose other sources.', { reason: 'no_frames' });
      const stamp = isoFromMicros(clock.nowMicros()).slice(0, 16).replace('T', ' ').replace(':', '');
      const name = `${fileName(tenant(call).current().file.project.name)} ${stamp} UTC.pcapng`;
      return tenant(call).jobs.start(`Capture of ${count} ${count === 1 ? 'frame' : 'frames'}`, async (progress, signal, path) => {
        const size = await writeCaptureFile(path, `ThermaCore Workstation ${options.version}`, frames, (done) => progress.step('Writing frames', done, count), signal);
        return { name, size };
      });
    },
  };
}

/** By source, the frames with these numbers; null: all. */
async function chosenOf(bySource: readonly (readonly HeldFrame[])[], seqs: readonly number[] | null): Promise<readonly (readonly HeldFrame[])[]> {
  if (seqs === null) return bySource;
  const wanted = new Set(seqs);
  const slices = new Slices();
  const chosen: HeldFrame[][] = [];
  for (const frames of bySource) {
    chosen.push(frames.filter(({ seq }) => wanted.has(seq)));
    if (slices.due) await slices.pause();
  }
  return chosen;
}
