import type { SettingField } from '../../shared/contract/setting-field';

export type Choices = readonly (readonly [value: string, label: string])[];

/** What has to be said of a field; the rest may be left out. */
export type GivenField = Pick<SettingField, 'key' | 'label' | 'kind' | 'group' | 'defaultValue'> & Partial<Omit<SettingField, 'choices'>> & { readonly choices?: Choices };

/** A field with what most fields have left out. */
export function field<K extends SettingField['kind']>(given: GivenField & { readonly kind: K }): SettingField & { kind: K } {
  const choices = (given.choices ?? []).map(([value, label]) => ({ value, label }));
  return { unit: '', help: '', minimum: null, maximum: null, visibleWhen: {}, ...given, choices };
}
