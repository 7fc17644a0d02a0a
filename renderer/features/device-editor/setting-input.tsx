import type { SettingField } from '../../../shared/contract/devices';
import { Field } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { Segmented } from '../../components/field/segmented';
import { Select } from '../../components/field/select';
import { Switch } from '../../components/field/switch';
import { TextField } from '../../components/field/text-field';
import { SerialPortInput } from './serial-port-input';
import { SecretInput } from './secret-input';
import { settingProblem, textOf } from './setting-values';
import type { SettingJson } from './setting-values';

export interface SettingInputProps {
  readonly field: SettingField;
  readonly value: SettingJson;
  readonly onChange: (value: SettingJson) => void;
  /** What the engine found wrong; goes before what the field itself finds. */
  readonly error?: string | undefined;
  /** Behind the control, in place of the field's own help. */
  readonly hint?: string | undefined;
  readonly autoFocus?: boolean;
}

/** As many choices stand side by side, of so many letters together; more are a list. */
const SEGMENTS = 4;
const LETTERS = 40;

/** One setting as its protocol describes it. */
export function SettingInput({ field, value, onChange, error, hint, autoFocus = false }: SettingInputProps) {
  const problem = error ?? (settingProblem(field, value) || undefined);
  const help = hint ?? field.help;
  const shared = { label: field.label, error: problem, ...(help === '' ? {} : { hint: help }) };
  switch (field.kind) {
    case 'integer':
    case 'number':
      return (
        <NumberField
          {...shared}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
          unit={field.unit}
          minimum={field.minimum}
          maximum={field.maximum}
          integer={field.kind === 'integer'}
          optional={field.defaultValue === null}
          autoFocus={autoFocus}
          width={field.unit.length > 4 ? 16 : 10}
        />
      );
    case 'choice':
      return <ChoiceInput field={field} value={value} onChange={onChange} problem={problem} help={help} />;
    case 'switch':
      return (
        <Field label={field.label}>
          {() => <Switch label={help === '' ? 'On' : help} checked={value === true} onChange={onChange} />}
        </Field>
      );
    case 'serial-port':
      return <SerialPortInput {...shared} value={textOf(value)} onChange={onChange} />;
    case 'secret':
      return <SecretInput {...shared} value={textOf(value)} onChange={onChange} />;
    default:
      return <TextField {...shared} value={textOf(value)} onChange={onChange} width={30} autoFocus={autoFocus} unit={field.unit} />;
  }
}

function ChoiceInput(props: { readonly field: SettingField; readonly value: SettingJson; readonly onChange: (value: SettingJson) => void; readonly problem: string | undefined; readonly help: string }) {
  const { field, value, onChange, problem, help } = props;
  const nullable = field.defaultValue === null;
  const choices = nullable ? [{ value: '', label: field.help === '' ? 'None' : shortNone(field.help) }, ...field.choices] : field.choices;
  const choose = (chosen: string): void => onChange(chosen === '' && nullable ? null : typeof field.defaultValue === 'number' ? Number(chosen) : chosen);
  const letters = choices.reduce((sum, choice) => sum + choice.label.length, 0);
  if (choices.length <= SEGMENTS && letters <= LETTERS && !nullable) {
    return (
      <Field label={field.label} error={problem} {...(help === '' ? {} : { hint: help })}>
        {() => <Segmented label={field.label} value={textOf(value)} choices={choices} onChange={choose} />}
      </Field>
    );
  }
  return <Select label={field.label} value={textOf(value)} choices={choices} onChange={choose} error={problem} {...(help === '' || nullable ? {} : { hint: help })} />;
}

/** `Empty: the device's` as a choice: `The device's`. */
function shortNone(help: string): string {
  const text = help.replace(/^Empty:\s*/i, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
