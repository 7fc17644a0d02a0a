import type { SettingField } from '../../../shared/contract/devices';
import type { FaultKind, ServerDescription } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import type { Fault, Simulator } from '../../../shared/domain/simulator';
import { formatPlain } from '../../components/format/number';
import { textOf } from '../../components/setting/setting-values';

/** A setting in words: `250 ms`, `4 Server device failure`; empty for none. */
function settingWords(field: SettingField, settings: Opaque): string {
  const value = settings[field.key] ?? null;
  if (value === null || value === '') return '';
  const text = field.choices.find((choice) => choice.value === textOf(value))?.label ?? textOf(value);
  return field.unit === '' ? text : `${text} ${field.unit}`;
}

/** `Delay by 250 ms`, `Exception 4 Server device failure`. */
export function faultTitle(fault: Pick<Fault, 'kind' | 'settings'>, description: ServerDescription | undefined): string {
  const kind = description?.faultKinds.find(({ id }) => id === fault.kind);
  if (kind === undefined) return fault.kind;
  const words = kind.fields.flatMap((field) => {
    const text = settingWords(field, fault.settings);
    return text === '' ? [] : [field.choices.length > 0 ? text : `${field.label.toLowerCase()} ${text}`];
  });
  return [kind.title, words.join(', ')].filter((part) => part !== '').join(' ');
}

/** Whom it meets: `unit identifier 3, from address 100, to address 109`; `everything` without a limit. */
export function scopeText(scope: Opaque, description: ServerDescription | undefined): string {
  const parts = (description?.faultScopeFields ?? []).flatMap((field) => {
    const text = settingWords(field, scope);
    return text === '' ? [] : [field.choices.length > 0 ? text : `${field.label.toLowerCase()} ${text}`];
  });
  return parts.length === 0 ? 'everything' : parts.join(', ');
}

export function shareText(probability: number): string {
  return probability === 1 ? 'always' : `${formatPlain(probability * 100)} %`;
}

/** Why a kind can't happen on any of the simulator's ports; empty when it can. */
export function kindOffReason(kind: FaultKind, simulator: Pick<Simulator, 'ports'>, portFields: readonly SettingField[]): string {
  const fits = simulator.ports.some(({ settings }) => Object.entries(kind.onlyWhere).every(([key, values]) => values.includes(textOf(settings[key]))));
  if (fits) return '';
  const where = Object.entries(kind.onlyWhere).map(([key, values]) => {
    const field = portFields.find((each) => each.key === key);
    return values.map((value) => field?.choices.find((choice) => choice.value === value)?.label ?? value).join(', ');
  });
  return `Only on ${where.join('; ')}`;
}

/** Faults that are on. */
export function activeFaults(simulator: Pick<Simulator, 'faults'>): readonly Fault[] {
  return simulator.faults.filter(({ enabled, probability }) => enabled && probability > 0);
}
