import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import { useProcedure } from '../../client/hooks';
import { FieldGrid } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { Select } from '../../components/field/select';
import type { NumberFormat } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';

/** Points offered for feedback; a longer list is no list. */
const MOST_CHOICES = 1000;

export interface FeedbackChoice {
  /** Null: nothing is watched. */
  readonly pointId: string | null;
  /** Whether any change will do, in place of the expected value. */
  readonly anyChange: boolean;
  readonly withinS: number | null;
}

export interface FeedbackFieldsProps {
  readonly device: Device;
  readonly choice: FeedbackChoice;
  readonly onChange: (choice: FeedbackChoice) => void;
  /** What the command should bring it to; null where only a change can be told. */
  readonly expected: WireValue;
  readonly numbers: NumberFormat;
}

/** Which point shows what came of a command, what it should show, and how long it is awaited. */
export function FeedbackFields({ device, choice, onChange, expected, numbers }: FeedbackFieldsProps) {
  const addresses = useProcedure('points.addresses', { deviceId: device.id }).data ?? {};
  const points = device.points.filter(({ access }) => access !== 'write').slice(0, MOST_CHOICES);
  const point = points.find(({ id }) => id === choice.pointId);
  return (
    <FieldGrid title="Feedback">
      <Select
        label="Watched point"
        value={choice.pointId ?? ''}
        choices={[{ value: '', label: 'None' }, ...points.map(({ id, name }) => ({ value: id, label: `${addresses[id]?.[0] ?? ''} ${name}`.trim() }))]}
        onChange={(id) => onChange({ ...choice, pointId: id === '' ? null : id })}
      />
      {point === undefined ? null : (
        <>
          <Select
            label="Should show"
            value={choice.anyChange || expected === null ? 'change' : 'expected'}
            choices={expected === null ? [{ value: 'change', label: 'Any change' }] : [{ value: 'expected', label: expectedText(expected, point, numbers) }, { value: 'change', label: 'Any change' }]}
            onChange={(value) => onChange({ ...choice, anyChange: value === 'change' })}
          />
          <NumberField label="Within" value={choice.withinS} onChange={(withinS) => onChange({ ...choice, withinS })} unit="s" minimum={0.1} maximum={60} width={10} />
        </>
      )}
    </FieldGrid>
  );
}

function expectedText(expected: WireValue, point: Point, numbers: NumberFormat): string {
  if (typeof expected === 'boolean' && point.dataType !== 'boolean') return expected ? 'On' : 'Off';
  return `${pointValueText(expected, point, numbers)} ${point.unit}`.trim();
}
