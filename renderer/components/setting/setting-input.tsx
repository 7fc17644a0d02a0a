import type { SettingField } from '../../../shared/contract/devices';
import { Field } from '../field/field';
import { NumberField } from '../field/number-field';
import { Segmented } from '../field/segmented';
import { Select } from '../field/select';
import { Switch } from '../field/switch';
import { TextField } from '../field/text-field';
import { asSentence } from '../format/sentence';
import { PemInput } from './pem-input';
import { SecretInput } from './secret-input';
import { SettingList } from './setting-list';
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
  /** On a page where many settings stand: a choice is always a list, a switch has its help behind it. */
  readonly onPage?: boolean;
}

/** As many choices stand side by side, of so many letters together; more are a list. */
const SEGMENTS = 4;
const LETTERS = 40;

/** One setting as its protocol describes it. A kind that needs the engine, such as a serial port, is drawn as text here. */
export function SettingInput({ field, value, onChange, error, hint, autoFocus = false, onPage = false }: SettingInputProps) {
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
          width={onPage ? 12 : field.unit.length > 4 ? 16 : 10}
        />
      );
    case 'choice':
      return <ChoiceInput field={field} value={value} onChange={onChange} problem={problem} help={help} asList={onPage} autoFocus={autoFocus} />;
    case 'switch':
      return onPage ? (
        <Field {...shared}>
          {({ id }) => <Switch label="" id={id} checked={value === true} onChange={onChange} />}
        </Field>
      ) : (
        <Field label={field.label}>
          {() => <Switch label={help === '' ? 'On' : help} checked={value === true} onChange={onChange} />}
        </Field>
      );
    case 'pem':
    case 'secret-pem':
      return <PemInput {...shared} value={textOf(value)} onChange={onChange} secret={field.kind === 'secret-pem'} />;
    case 'list':
      return <SettingList field={field} value={value} onChange={onChange} error={problem} renderField={(each, own, change) => <SettingInput field={each} value={own} onChange={change} />} />;
    case 'secret':
      return <SecretInput {...shared} value={textOf(value)} onChange={onChange} />;
    default:
      return (
        <TextField
          {...shared}
          value={textOf(value)}
          onChange={(text) => onChange(text === '' && field.defaultValue === null ? null : text)}
          width={onPage ? 24 : field.choices.length > 0 ? 12 : 30}
          autoFocus={autoFocus}
          unit={field.unit}
          {...(field.choices.length === 0 ? {} : { suggestions: field.choices.map((choice) => choice.value) })}
        />
      );
  }
}

interface ChoiceInputProps {
  readonly field: SettingField;
  readonly value: SettingJson;
  readonly onChange: (value: SettingJson) => void;
  readonly problem: string | undefined;
  readonly help: string;
  /** Never side by side. */
  readonly asList: boolean;
  readonly autoFocus: boolean;
}

function ChoiceInput({ field, value, onChange, problem, help, asList, autoFocus }: ChoiceInputProps) {
  const nullable = field.defaultValue === null;
  const choices = nullable ? [{ value: '', label: field.help === '' ? 'None' : shortNone(field.help) }, ...field.choices] : field.choices;
  const choose = (chosen: string): void => onChange(chosen === '' && nullable ? null : typeof field.defaultValue === 'number' ? Number(chosen) : chosen);
  const letters = choices.reduce((sum, choice) => sum + choice.label.length, 0);
  if (!asList && choices.length <= SEGMENTS && letters <= LETTERS && !nullable) {
    return (
      <Field label={field.label} error={problem} {...(help === '' ? {} : { hint: help })}>
        {() => <Segmented label={field.label} value={textOf(value)} choices={choices} onChange={choose} />}
      </Field>
    );
  }
  return <Select label={field.label} value={textOf(value)} choices={choices} onChange={choose} error={problem} autoFocus={autoFocus} {...(help === '' || nullable ? {} : { hint: help })} />;
}

/** `Empty: the device's` as a choice: `The device's`. */
function shortNone(help: string): string {
  return asSentence(help.replace(/^Empty:\s*/i, ''));
}
