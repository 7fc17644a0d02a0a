import { createHash } from 'node:crypto';
import { z } from 'zod';
import { snapshotSchema, type Snapshot } from '../../../shared/domain/snapshot';
import type { SnapshotStore } from './snapshot-store';

/** How snapshots stand in an exported project: each as text under a checksum of its own, so that a damaged one takes no other along. */
const exportedSnapshotsSchema = z.object({
  snapshots: z.array(z.object({ checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/), content: z.string() })).max(1000).default([]),
  /** Names of those that the file had no room for. */
  snapshotsLeftOut: z.array(z.string().max(200)).max(1000).default([]),
});

/** What follows the project in the envelope: nothing where there are no snapshots. @param room octets that are left */
export async function exportedSnapshots(store: Pick<SnapshotStore, 'list' | 'get'>, room: number): Promise<Buffer[]> {
  const { snapshots } = await store.list();
  if (snapshots.length === 0) return [];
  const pieces: Buffer[] = [];
  const leftOut: string[] = [];
  let left = room;
  for (const { id, name } of snapshots) {
    const content = JSON.stringify(await store.get(id));
    const piece = Buffer.from(JSON.stringify({ checksum: checksumOf(content), content }));
    if (piece.byteLength > left) leftOut.push(name);
    else {
      left -= piece.byteLength + 1;
      pieces.push(pieces.length === 0 ? piece : Buffer.concat([Buffer.from(','), piece]));
    }
  }
  return [Buffer.from(',"snapshots":['), ...pieces, Buffer.from(`],"snapshotsLeftOut":${JSON.stringify(leftOut)}`)];
}

export interface ImportedSnapshots {
  readonly snapshots: Snapshot[];
  readonly notes: string[];
}

/** Reads the snapshots of an exported project; what can't be read is left out and said. @param renew new ids of devices and points, where they got some */
export function importedSnapshots(envelope: unknown, renew: (id: string) => string, newId: () => string): ImportedSnapshots {
  const parsed = exportedSnapshotsSchema.safeParse(envelope);
  if (!parsed.success) return { snapshots: [], notes: ['The snapshots of the file can not be read; the project is whole.'] };
  const notes = parsed.data.snapshotsLeftOut.map((name) => `The snapshot ${name} is not in the file: it had no room.`);
  const snapshots = parsed.data.snapshots.flatMap(({ checksum, content }) => {
    const read = checksumOf(content) === checksum ? snapshotSchema.safeParse(JSON.parse(content)) : null;
    if (read?.success === true) return [renewed(read.data, renew, newId)];
    notes.push('A snapshot of the file is damaged and was left out.');
    return [];
  });
  return { snapshots, notes };
}

function renewed({ head, devices }: Snapshot, renew: (id: string) => string, newId: () => string): Snapshot {
  return {
    head: { ...head, id: newId() },
    devices: devices.map((device) => ({ ...device, deviceId: renew(device.deviceId), values: device.values.map((value) => ({ ...value, pointId: renew(value.pointId) })) })),
  };
}

function checksumOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
