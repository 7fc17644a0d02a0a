import { useNumberFormat } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { SettingInput } from '../../components/setting/setting-input';
import { textOf } from '../../components/setting/setting-values';
import { ConstantField } from './constant-field';
import { ExpressionFields } from './expression-fields';
import { livePoints, ownPoints } from './point-choices';
import { PointPicker } from './point-picker';
import { RecordingFields } from './recording-fields';
import type { SourceDraft } from './source-draft';
import type { SourceFieldsProps } from './source-fields-props';
import { sourceKind } from './source-kinds';

/** The fields of the chosen kind of source. */
export function SourceFields({ simulator, point, draft, onChange }: SourceFieldsProps) {
  const numbers = useNumberFormat();
  const devices = useOpenProject()?.project.devices ?? [];
  const { kind, values } = draft;
  const set = (key: string, value: SourceDraft['values'][string]): void => onChange({ values: { ...values, [key]: value } });
  const unit = point?.unit ?? '';
  return (
    <>
      {kind === 'constant' ? <ConstantField point={point} value={draft.constant} numbers={numbers} onChange={(constant) => onChange({ constant })} /> : null}
      {kind === 'lag' ? <PointPicker label="Follows" choices={ownPoints(simulator).filter(({ id }) => id !== point?.id)} value={textOf(values['pointId'])} onChange={(id) => set('pointId', id)} /> : null}
      {kind === 'live' ? <PointPicker label="Copies" choices={livePoints(devices)} value={textOf(values['pointId'])} onChange={(id) => set('pointId', id)} /> : null}
      {kind === 'recording' ? <RecordingFields simulator={simulator} values={values} onChange={(part) => onChange({ values: { ...values, ...part } })} /> : null}
      {kind === 'expression' ? <ExpressionFields simulator={simulator} point={point} draft={draft} onChange={onChange} /> : null}
      {sourceKind(kind).fields.map((field) => {
        const plain = field.unit === '' && field.kind === 'number' ? { ...field, unit } : field;
        const value = values[field.key];
        return <SettingInput key={`${kind} ${field.key}`} field={plain} value={value === undefined ? field.defaultValue : value} onChange={(next) => set(field.key, next)} />;
      })}
    </>
  );
}
