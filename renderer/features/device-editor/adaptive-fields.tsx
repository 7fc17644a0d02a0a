import type { AdaptivePolling } from '../../../shared/domain/device';
import { Field } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { Switch } from '../../components/field/switch';

export interface AdaptiveFieldsProps {
  readonly value: AdaptivePolling | null;
  readonly onChange: (value: AdaptivePolling | null) => void;
  readonly error?: string | undefined;
}

/** What it begins with when it is switched on. */
const FIRST: AdaptivePolling = { fastest: 0.5, slowest: 4 };

/** Whether and how far the poll interval of each value follows how much it changes. */
export function AdaptiveFields({ value, onChange, error }: AdaptiveFieldsProps) {
  return (
    <>
      <Field label="Adaptive polling" error={error}>
        {() => <Switch label="Values that stay are polled less often, values that change more often" checked={value !== null} onChange={(on) => onChange(on ? FIRST : null)} />}
      </Field>
      {value === null ? null : (
        <>
          <NumberField label="Fastest" value={value.fastest} onChange={(fastest) => onChange({ ...value, fastest: fastest ?? 0 })} unit="× the interval" minimum={0.1} maximum={1} width={18} hint="For a value that keeps changing by more than its deadband" />
          <NumberField label="Slowest" value={value.slowest} onChange={(slowest) => onChange({ ...value, slowest: slowest ?? 0 })} unit="× the interval" minimum={1} maximum={16} width={18} hint="The diagnostics show how many requests it saves" />
        </>
      )}
    </>
  );
}
