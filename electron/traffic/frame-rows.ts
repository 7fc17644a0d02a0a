import type { DissectedOctets, FrameDetail, FrameDissection, FrameField, FrameRow } from '../../shared/contract/frames';
import type { Point } from '../../shared/domain/point';
import type { DissectedField, Dissection, DissectionContext, Frame, Protocol } from '../protocols/protocol';
import { digestOf, markOf, troubleOf } from './frame-digest';
import type { FrameRecorder } from './frame-recorder';
import { gathered, nearest } from './frame-relations';
import { asAsked, type FrameDigest, type FrameSource, type HeldFrame } from './held-frame';

/** Whom frames of a source are to or from. */
export interface KnownStation {
  /** Null for a unit of a simulator. */
  readonly deviceId: string | null;
  readonly points: readonly Point[];
}

/** Finds them by how frames name them. */
export type FindStation = (source: FrameSource, station: string) => KnownStation | null;

/** Frames as the screens show them. Nothing is taken apart before somebody looks at it. */
export class FrameRows {
  constructor(
    private readonly recorder: FrameRecorder,
    private readonly station: FindStation,
  ) {}

  row(frame: HeldFrame): FrameRow {
    const { seq, source, time, direction, octets, peer } = frame;
    const { station, function: name, summary, mark } = this.digest(frame);
    const asked = this.askedBy(frame);
    return {
      seq,
      sourceId: source.id,
      time,
      direction,
      peer,
      deviceId: station === '' ? null : (this.station(source, station)?.deviceId ?? null),
      station,
      function: name,
      summary,
      mark,
      length: octets.length,
      answers: asked?.seq ?? null,
      roundTripMs: asked === undefined ? null : Math.max(0, frame.at - asked.at),
    };
  }

  detail(frame: HeldFrame): FrameDetail {
    const { source, direction, octets } = frame;
    const { asks, station, part } = this.digest(frame);
    const asked = this.askedBy(frame);
    const ring = this.recorder.ring(source.id);
    const together = part === null || ring === undefined ? null : gathered(ring, frame, (other) => this.digest(other).part);
    const answer = asks === null || ring === undefined ? undefined : nearest(ring, frame, 1, (other) => other.direction !== direction && this.digest(other).answers === asks);
    const points: readonly Point[] = (station === '' ? null : this.station(source, station))?.points ?? [];
    const dissection = dissected(source.protocol, octets, asAsked(frame), source.settings, {
      points,
      ...(asked === undefined ? {} : { asked: asked.octets }),
      ...(together === null ? {} : { together: together.map((other) => other.octets) }),
    }, { note: frame.note, frames: together?.map(({ seq }) => seq) ?? [] });
    return { ...dissection, row: this.row(frame), answeredBy: answer?.seq ?? null };
  }

  private digest(frame: HeldFrame): FrameDigest {
    frame.digest ??= digestOf(frame);
    return frame.digest;
  }

  /** The frame that this one answers. */
  private askedBy(frame: HeldFrame): HeldFrame | undefined {
    const { answers } = this.digest(frame);
    const ring = this.recorder.ring(frame.source.id);
    if (answers === null || ring === undefined) return undefined;
    return nearest(ring, frame, -1, (other) => other.direction !== frame.direction && this.digest(other).asks === answers);
  }
}

/** Octets taken apart by their protocol. Pure. */
export function dissected(
  protocol: Protocol,
  octets: Uint8Array,
  direction: Frame['direction'],
  lineSettings: Parameters<NonNullable<Protocol['dissector']>['dissect']>[2],
  context: DissectionContext = {},
  known: { readonly note: HeldFrame['note']; readonly frames: readonly number[] } = { note: null, frames: [] },
): FrameDissection {
  const dissection: Dissection | null = protocol.dissector?.dissect(octets, direction, lineSettings, context) ?? null;
  if (dissection === null) {
    return { octets: hexOf(octets), fields: [], station: '', function: '', summary: '', mark: 'none', problem: `${protocol.description.title} frames are shown as octets: this version does not take them apart.`, assembled: null };
  }
  const { station, summary, assembled } = dissection;
  return {
    ...octetsAndFields(octets, dissection.fields),
    station,
    function: dissection.function,
    summary,
    mark: markOf(dissection, known.note),
    problem: troubleOf(dissection, octets.length, known.note),
    assembled: assembled === null ? null : { ...octetsAndFields(assembled.octets, assembled.fields), title: assembled.title, frames: [...known.frames] },
  };
}

function octetsAndFields(octets: Uint8Array, fields: readonly DissectedField[]): DissectedOctets {
  return { octets: hexOf(octets), fields: fields.flatMap((field) => flat(field, 0, 'none')) };
}

function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex').toUpperCase();
}

/** A field and those within it, in the order of a tree read from the top. */
function flat({ name, text, offset, length, layer, children }: DissectedField, level: number, around: FrameField['layer']): FrameField[] {
  const own = layer ?? around;
  return [{ level, name, text, offset, length, layer: own }, ...children.flatMap((child) => flat(child, level + 1, own))];
}
