import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { RestoredRow } from '../../../shared/contract/snapshots';
import type { Snapshot, SnapshotValue } from '../../../shared/domain/snapshot';
import type { WireValue } from '../../../shared/domain/value';
import type { WriteNote } from '../../doors/contract-engine';
import { whyNotRestorable } from '../../project/snapshots/compare-snapshots';
import type { Clock, Protocol } from '../../protocols/protocol';
import { OUTCOME_NOT_RECORDED } from '../../security/audit-record';
import type { AuditTrail } from '../../security/audit-trail';
import type { ActiveProject } from '../active-project';
import { writePoint } from '../writing/write-point';

export interface RestoreContext {
  readonly project: ActiveProject;
  readonly protocol: (name: string) => Protocol | null;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly user: string;
  readonly door: string;
  readonly reason: string;
  /** Why nothing may be written at this moment; empty when it may. Asked before each write. */
  readonly offReason: () => string;
  readonly log: (level: 'info' | 'warning', source: string, message: string, deviceId: string) => void;
}

export interface RestoreOrder {
  readonly pointId: string;
  readonly expectedRaw: string | null;
}

/**
 * Writes values of a snapshot back, one after the other, each once, read back, and in the audit trail before it is sent
 * and with its outcome. A write that has begun is ended, whatever the signal says; what comes after it is not begun.
 */
export async function restoreValues(context: RestoreContext, snapshot: Snapshot, orders: readonly RestoreOrder[], onRow: (row: RestoredRow) => void, signal: AbortSignal): Promise<void> {
  const values = new Map(snapshot.devices.flatMap((device) => device.values.map((value) => [value.pointId, value] as const)));
  for (const order of orders) {
    const skipped = (message: string): void => onRow({ pointId: order.pointId, outcome: 'skipped', message });
    const value = values.get(order.pointId);
    if (value === undefined) {
      skipped('The snapshot does not have the point');
      continue;
    }
    const off = signal.aborted ? 'Cancelled before it was its turn' : context.offReason();
    if (off !== '') {
      skipped(off);
      continue;
    }
    onRow(await restoreOne(context, snapshot, value, order));
  }
}

async function restoreOne(context: RestoreContext, { head }: Snapshot, value: SnapshotValue, { pointId, expectedRaw }: RestoreOrder): Promise<RestoredRow> {
  const { project, audit, user, door, reason } = context;
  const command = randomUUID();
  const entry = { user, door, procedure: 'snapshot.restore', input: { snapshot: head.name, snapshotId: head.id, reason } };
  const record = async (target: string, outcome: string, message: string, write: WriteNote): Promise<void> => {
    await audit.record({ ...entry, target, outcome, message, write });
  };
  let announced: { target: string; oldValue: WireValue } | null = null;
  try {
    const { device, point } = project.point(pointId);
    const protocol = context.protocol(device.protocol);
    if (protocol === null) return { pointId, outcome: 'skipped', message: `This version does not know the protocol "${device.protocol}"` };
    const why = whyNotRestorable(value, point, protocol.addressTexts(point)[0] ?? '');
    if (why !== '') return { pointId, outcome: 'skipped', message: why };
    const announce = async (target: string, oldValue: WireValue): Promise<void> => {
      await record(target, 'sending', '', { command, pointId, oldValue, newValue: value.value, outcome: OUTCOME_NOT_RECORDED });
      announced = { target, oldValue };
    };
    // A signal of its own: a write that has begun is not left half known.
    const { result, oldValue } = await writePoint({ project, protocol, audit, clock: context.clock }, { pointId, value: value.value, expectedRaw, verify: true, announce }, new AbortController().signal);
    await record(`${device.deviceId} ${point.name}`, 'ok', '', { command, pointId, oldValue, newValue: value.value, outcome: result.outcome });
    context.log(result.outcome === 'verified' || result.outcome === 'written' ? 'info' : 'warning', device.deviceId, `${point.name} restored from ${head.name}: ${result.message} (${user})`, device.id);
    return { pointId, outcome: result.outcome, message: result.message };
  } catch (cause) {
    if (!(cause instanceof ProcedureError)) throw cause;
    if (announced !== null) await recordFailure(announced, cause);
    return { pointId, outcome: 'skipped', message: cause.message };
  }

  async function recordFailure({ target, oldValue }: { target: string; oldValue: WireValue }, cause: ProcedureError): Promise<void> {
    await record(target, cause.code, cause.message, { command, pointId, oldValue, newValue: value.value, outcome: 'not_sent' });
  }
}
