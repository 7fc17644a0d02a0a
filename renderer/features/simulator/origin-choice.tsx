import type { TemplateSummary } from '../../../shared/contract/templates';
import type { Device } from '../../../shared/domain/device';
import { useProcedure } from '../../client/hooks';
import { Field, FieldGrid } from '../../components/field/field';
import { Segmented } from '../../components/field/segmented';
import { Select } from '../../components/field/select';
import { Switch } from '../../components/field/switch';
import { counted } from '../../components/format/number';
import { TemplateList } from '../templates/template-list';
import { fittingTemplates } from '../templates/template-words';
import type { Beginning, OriginDraft } from './unit-beginning';
import '../templates/templates.css';

interface OriginChoiceProps {
  readonly draft: OriginDraft;
  /** Those whose protocol is simulated. */
  readonly devices: readonly Device[];
  readonly protocol: string;
  readonly beginnings: readonly { readonly value: Beginning; readonly label: string }[];
  readonly onChange: (draft: OriginDraft) => void;
  /** A suggestion for a name. */
  readonly onNamed: (name: string) => void;
}

const HELP: Readonly<Record<Beginning, string>> = {
  device: '',
  template: 'Its values are made up at first by unit and limits: change them as you need.',
  empty: 'Its points are typed in later. With points from a file: import them into a device first, then begin with its map.',
  learn: 'It answers 0 to everything and notes what a master asks for: that becomes its map.',
};

/** Where the points of what is simulated come from. */
export function OriginChoice({ draft, devices, protocol, beginnings, onChange, onNamed }: OriginChoiceProps) {
  const device = devices.find(({ id }) => id === draft.deviceId) ?? devices[0];
  return (
    <>
      <FieldGrid title="Where its points come from">
        <Field label="Begin with" hint={HELP[draft.beginning] || undefined}>
          {() => <Segmented label="Begin with" value={draft.beginning} choices={beginnings} onChange={(beginning) => onChange({ ...draft, beginning })} />}
        </Field>
        {draft.beginning === 'device' ? (
          device === undefined ? (
            <Field label="Device">{() => <span>There is no device whose map could be served.</span>}</Field>
          ) : (
            <>
              <Select
                label="Device"
                autoFocus
                value={device.id}
                choices={devices.map((each) => ({ value: each.id, label: `${each.deviceId}, ${counted(each.points.length, 'point')}` }))}
                onChange={(deviceId) => {
                  onChange({ ...draft, deviceId });
                  onNamed(devices.find(({ id }) => id === deviceId)?.deviceId ?? '');
                }}
              />
              <Field label="Values">{() => <Switch label={`Follow the live values of ${device.deviceId}`} checked={draft.live} onChange={(live) => onChange({ ...draft, live })} />}</Field>
            </>
          )
        ) : null}
      </FieldGrid>
      {draft.beginning === 'template' ? <Templates draft={draft} protocol={protocol} onChange={onChange} onNamed={onNamed} /> : null}
    </>
  );
}

function Templates({ draft, protocol, onChange, onNamed }: Pick<OriginChoiceProps, 'draft' | 'protocol' | 'onChange' | 'onNamed'>) {
  const list = useProcedure('templates.list', {});
  const usable = (list.data?.templates ?? []).filter((template) => template.protocol === protocol);
  const shown = fittingTemplates(usable, draft.filter);
  const chosen = shown.find(({ id }) => id === draft.templateId);
  const choose = (template: TemplateSummary | undefined): void => {
    onChange({ ...draft, templateId: template?.id ?? null });
    if (template !== undefined) onNamed(`${template.vendor} ${template.model}`);
  };
  if (list.error !== undefined) return <p className="text-bad">{list.error.message}</p>;
  if (list.data !== undefined && usable.length === 0) return <p className="dim">There is no template of this protocol. Begin with nothing, or import points into a device and begin with its map.</p>;
  return (
    <div className="sim-templates">
      <TemplateList templates={usable} filter={draft.filter} onFilter={(filter) => onChange({ ...draft, filter })} chosen={chosen} onChoose={(id) => choose(usable.find((template) => template.id === id))} />
      {chosen === undefined ? <p className="dim">Choose one of them.</p> : (
        <p className="dim">
          <b>{`${chosen.vendor} ${chosen.model}`}</b>, {counted(chosen.points, 'point')}, after {chosen.document.title} ({chosen.document.revision}).
        </p>
      )}
    </div>
  );
}
