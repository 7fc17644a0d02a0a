import { z } from 'zod';
import { snapshotDeviceSchema, snapshotHeadSchema, SNAPSHOT_FORMAT, SNAPSHOT_SCHEMA_VERSION, type Snapshot, type SnapshotHead } from '../../../shared/domain/snapshot';
import { parseJson } from '../../disk/parse-json';

/** A head has a hundred labels, a name and a note at most. */
export const HEAD_OCTETS = 64 * 1024;

const markSchema = z.object({ format: z.literal(SNAPSHOT_FORMAT), schemaVersion: z.number().int() });

export type ReadHead = { readonly ok: true; readonly head: SnapshotHead } | { readonly ok: false; readonly message: string };
export type ReadSnapshot = { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly message: string };

/** The text of a snapshot's file in pieces: a line of JSON for the head, which a list reads alone, then one a device. */
export function* snapshotPieces({ head, devices }: Snapshot): Generator<string> {
  yield `${JSON.stringify(head)}\n`;
  for (const device of devices) yield `${JSON.stringify(device)}\n`;
}

/** Reads the head from the first octets of a file. */
export function readHead(octets: Buffer): ReadHead {
  const end = octets.indexOf(0x0a);
  const value = end < 0 ? undefined : parseJson(octets.subarray(0, end));
  const mark = markSchema.safeParse(value);
  if (!mark.success) return { ok: false, message: 'is no snapshot, or it was cut short' };
  if (mark.data.schemaVersion > SNAPSHOT_SCHEMA_VERSION) return { ok: false, message: `was made by a newer version (schema ${mark.data.schemaVersion})` };
  const head = snapshotHeadSchema.safeParse(value);
  return head.success ? { ok: true, head: head.data } : { ok: false, message: 'is damaged: its first line does not fit' };
}

/** Reads a whole file. One whose values are not as many as its head says was cut or changed. */
export function readSnapshot(octets: Buffer): ReadSnapshot {
  const head = readHead(octets);
  if (!head.ok) return head;
  const devices = [];
  for (let at = octets.indexOf(0x0a) + 1; at < octets.length; ) {
    const next = octets.indexOf(0x0a, at);
    const end = next < 0 ? octets.length : next;
    const device = snapshotDeviceSchema.safeParse(parseJson(octets.subarray(at, end)));
    if (!device.success) return { ok: false, message: 'is damaged: the values of a device do not fit' };
    devices.push(device.data);
    at = end + 1;
  }
  const values = devices.reduce((sum, device) => sum + device.values.length, 0);
  if (values !== head.head.values) return { ok: false, message: `is damaged: it has ${values} values, and should have ${head.head.values}` };
  return { ok: true, snapshot: { head: head.head, devices } };
}
