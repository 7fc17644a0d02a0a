import { Fragment, type ReactNode } from 'react';
import type { SettingField } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import { Button } from '../button/button';
import { FieldGrid } from '../field/field';
import { itemsOf, newItem, settingValue } from './setting-values';
import type { SettingJson } from './setting-values';
import './setting-list.css';

export interface SettingListProps {
  readonly field: SettingField;
  readonly value: SettingJson;
  readonly onChange: (value: SettingJson) => void;
  readonly error?: string | undefined;
  /** Draws one field of an item. */
  readonly renderField: (field: SettingField, value: SettingJson, onChange: (value: SettingJson) => void) => ReactNode;
}

/** A setting that is a list: each item with its fields and a way to take it out, and a way to add one. */
export function SettingList({ field, value, onChange, error, renderField }: SettingListProps) {
  const items = itemsOf(value);
  const { title = '', fields = [], most = 0 } = field.items ?? {};
  const named = title.toLowerCase();
  const change = (index: number, item: Opaque): void => onChange(items.map((each, at) => (at === index ? item : each)));
  return (
    <div className="setting-list" role="group" aria-label={field.label}>
      {items.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- items have no identity but their place
        <div key={index} className="setting-list-item">
          <FieldGrid title={`${title} ${index + 1}`}>
            {fields.map((each) => (
              <Fragment key={each.key}>{renderField(each, settingValue(item, each), (changed) => change(index, { ...item, [each.key]: changed }))}</Fragment>
            ))}
          </FieldGrid>
          <Button variant="quiet" label={`Remove ${named} ${index + 1}`} offReason={items.length === 1 ? `One ${named} is the least there can be.` : ''} onClick={() => onChange(items.filter((_, at) => at !== index))}>
            {`Remove ${named}`}
          </Button>
        </div>
      ))}
      <Button icon="plus" offReason={items.length >= most ? `${most} are the most there can be.` : ''} onClick={() => onChange([...items, newItem(fields, items)])}>
        {`Add ${named}`}
      </Button>
      {error === undefined || error === '' ? null : (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
