import type { SettingField } from '../../../shared/contract/devices';
import { Field } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { Select } from '../../components/field/select';
import { Switch } from '../../components/field/switch';
import { TextField } from '../../components/field/text-field';

type Values = Readonly<Record<string, SettingField['defaultValue']>>;

export interface SettingInputProps {
  readonly field: SettingField;
  /** All fields of the form: what depends on another looks at its default too. */
  readonly fields: readonly SettingField[];
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}

/** One default of a protocol; hidden while what it depends on says so. */
export function SettingInput({ field, fields, values, onChange }: SettingInputProps) {
  const visible = Object.entries(field.visibleWhen).every(([key, allowed]) => allowed.includes(textOf(values[key] ?? fields.find((other) => other.key === key)?.defaultValue)));
  if (!visible) return null;
  const value = values[field.key] ?? field.defaultValue;
  const set = (next: SettingField['defaultValue']): void => onChange({ ...values, [field.key]: next });
  const hint = field.help === '' ? {} : { hint: field.help };
  switch (field.kind) {
    case 'switch':
      return (
        <Field label={field.label} {...hint}>
          {({ id }) => <Switch label="" id={id} checked={value === true} onChange={set} />}
        </Field>
      );
    case 'choice':
      return <Select label={field.label} value={textOf(value)} choices={field.choices} onChange={(next) => set(typeof value === 'number' ? Number(next) : next)} {...hint} />;
    case 'integer':
    case 'number':
      return (
        <NumberField
          label={field.label}
          unit={field.unit}
          integer={field.kind === 'integer'}
          minimum={field.minimum}
          maximum={field.maximum}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => {
            if (next !== null) set(next);
          }}
          {...hint}
        />
      );
    default:
      return <TextField label={field.label} value={typeof value === 'string' ? value : ''} onChange={set} width={24} {...hint} />;
  }
}
