import { useEffect, useRef, useState } from 'react';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { useApp, useNumberFormat } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { useSamples, useWriting } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { Icon } from '../../components/icon';
import { ArmNote } from './arm-note';
import { oldValueChanged } from './write-gate';
import { readTyped } from './write-model';
import { plannedValue, WriteManyRow } from './write-many-row';
import type { PlannedWrite } from './write-many-row';
import { WriteOptions } from './write-options';
import { useWriteUser } from './use-write-user';
import './write.css';

export interface WriteManyDialogProps {
  readonly device: Device;
  readonly points: readonly Point[];
  readonly onClose: () => void;
}

/** Writes several values, one after the other in the order of the table; stops at the first that gets no answer. */
export function WriteManyDialog({ device, points, onClose }: WriteManyDialogProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const { armed } = useWriting();
  const user = useWriteUser();
  const [plans, setPlans] = useState<readonly PlannedWrite[]>(() => points.map((point) => ({ point, text: '', seen: undefined, state: 'asking' })));
  const [reason, setReason] = useState('');
  const [verify, setVerify] = useState(true);
  const [running, setRunning] = useState(false);
  const [done, setDone] = useState(false);
  const closed = useRef(false);
  useSamples(points.map((point) => point.id));
  useEffect(() => {
    closed.current = false;
    return () => {
      closed.current = true;
    };
  }, []);
  // The first sample that comes of each point is the old value that the person sees.
  useEffect(
    () =>
      app.samples.samples.subscribeAll(() => {
        setPlans((before) => (before.every((plan) => plan.seen !== undefined) ? before : before.map((plan) => ({ ...plan, seen: plan.seen ?? app.samples.samples.get(plan.point.id) }))));
      }),
    [app],
  );

  const ready = plans.filter((plan) => plan.state === 'asking' && plannedValue(plan, numbers) !== undefined);
  const broken = plans.filter((plan) => plan.text.trim() !== '' && 'problem' in readTyped(plan.text, plan.point, numbers));
  const why = !armed
    ? 'Read-only is on. Arm writing first.'
    : running
      ? 'The writes are on their way.'
      : broken.length > 0
        ? `${broken.length} of the new values can't be written.`
        : ready.length === 0
          ? 'No new value differs from the old one.'
          : '';
  const change = (pointId: string, part: Partial<PlannedWrite>): void => {
    setPlans((before) => before.map((plan) => (plan.point.id === pointId ? { ...plan, ...part } : plan)));
  };
  const writeOne = async (plan: PlannedWrite): Promise<boolean> => {
    const value = plannedValue(plan, numbers);
    if (value === undefined) return true;
    if (oldValueChanged(plan.seen, app.samples.samples.get(plan.point.id))) {
      change(plan.point.id, { state: 'asking', seen: app.samples.samples.get(plan.point.id) });
      return true;
    }
    change(plan.point.id, { state: 'writing' });
    try {
      const expectedRaw = plan.seen?.quality.level === 'bad' ? null : (plan.seen?.raw ?? null);
      const result = await app.client.call('point.write', { pointId: plan.point.id, value, expectedRaw, verify, reason });
      change(plan.point.id, { state: result });
      return result.outcome !== 'no_answer' && result.outcome !== 'not_sent';
    } catch (cause) {
      change(plan.point.id, { state: { failure: toClientError(cause).message } });
      return false;
    }
  };
  const writeAll = async (): Promise<void> => {
    setRunning(true);
    for (const plan of ready) {
      if (closed.current || !(await writeOne(plan))) break;
    }
    setRunning(false);
    setDone(true);
  };
  const write = (): void => {
    if (why === '') void writeAll();
  };

  return (
    <Dialog
      title={<span className="row"><Icon name="write" />{`Write ${points.length} points`}</span>}
      subtitle={device.deviceId}
      width={760}
      onClose={onClose}
      onSubmit={write}
      footer={
        <div className="write-footer">
          <span className="who grow">{user === '' ? '' : `Recorded as ${user}, one entry a point`}</span>
          <Button big keys="Esc" onClick={onClose}>{done ? 'Close' : 'Cancel'}</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={write}>
            {ready.length === 0 ? `Write to ${device.deviceId}` : `Write ${ready.length} ${ready.length === 1 ? 'value' : 'values'} to ${device.deviceId}`}
          </Button>
        </div>
      }
    >
      {armed ? null : <ArmNote />}
      <div className="write-many-wrap">
        <table className="list write-many">
          <thead>
            <tr>
              <th>Point</th>
              <th className="num">Now</th>
              <th>New value</th>
              <th>Unit</th>
              <th>Range, change, result</th>
            </tr>
          </thead>
          <tbody>
            {plans.map((plan, at) => (
              <WriteManyRow key={plan.point.id} device={device} plan={plan} numbers={numbers} disabled={running || typeof plan.state === 'object'} autoFocus={at === 0 && armed} onText={(text) => change(plan.point.id, { text })} />
            ))}
          </tbody>
        </table>
      </div>
      <WriteOptions reason={reason} onReason={setReason} verify={verify} onVerify={setVerify} disabled={running} />
    </Dialog>
  );
}
