import type { WireValue } from '../../../shared/domain/value';
import type { WriteResult } from '../../../shared/contract/points';
import type { WireSample } from '../../../shared/domain/sample';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { useSample } from '../../client/hooks';
import { NO_VALUE } from '../../components/format/number';
import type { NumberFormat } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { ValueInput } from './value-input';
import { changeText, permittedRange, rangeText, readTyped } from './write-model';
import { WriteOutcome } from './write-outcome';

export interface PlannedWrite {
  readonly point: Point;
  readonly text: string;
  /** The old value as it was when the dialog opened; undefined while none has come. */
  readonly seen: WireSample | undefined;
  readonly state: 'asking' | 'writing' | WriteResult | { readonly failure: string };
}

/** The value of a planned write; undefined while nothing valid that differs from the old one was typed. */
export function plannedValue(plan: PlannedWrite, numbers: NumberFormat): WireValue | undefined {
  if (plan.text.trim() === '') return undefined;
  const typed = readTyped(plan.text, plan.point, numbers);
  if ('problem' in typed) return undefined;
  return plan.seen !== undefined && plan.seen.quality.level !== 'bad' && plan.seen.value === typed.value ? undefined : typed.value;
}

/** One point of several: old value, new value, permitted range or what is wrong, and what became of it. */
export function WriteManyRow(props: { readonly device: Device; readonly plan: PlannedWrite; readonly numbers: NumberFormat; readonly onText: (text: string) => void; readonly disabled: boolean; readonly autoFocus: boolean }) {
  const { device, plan, numbers, onText, disabled, autoFocus } = props;
  const { point, state } = plan;
  const now = useSample(point.id);
  const typed = plan.text.trim() === '' ? null : readTyped(plan.text, point, numbers);
  const problem = typed !== null && 'problem' in typed ? typed.problem : '';
  const isBad = now === undefined || now.quality.level === 'bad';
  return (
    <tr>
      <td className="strong">{point.name}</td>
      <td className="num">{isBad ? NO_VALUE : pointValueText(now.value, point, numbers)}</td>
      <td>
        <ValueInput point={point} value={plan.text} onChange={onText} invalid={problem !== ''} disabled={disabled} autoFocus={autoFocus} />
      </td>
      <td className="dim">{point.unit}</td>
      <td>
        {typeof state === 'object' ? (
          'failure' in state ? <span className="text-bad">{state.failure}</span> : <WriteOutcome result={state} where={device.deviceId} />
        ) : problem !== '' ? (
          <span className="text-bad">{problem}</span>
        ) : (
          <span className="dim">{state === 'writing' ? 'Writing' : typed !== null && 'value' in typed ? changeText(plan.seen?.value, typed.value, point, numbers) : rangeText(permittedRange(point), point, numbers)}</span>
        )}
      </td>
    </tr>
  );
}
