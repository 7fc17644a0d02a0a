import { useApp } from '../../app/app-context';
import { useStore } from '../../client/store';
import { FieldGrid, Field } from '../../components/field/field';
import { Segmented } from '../../components/field/segmented';
import { Select } from '../../components/field/select';
import { Switch } from '../../components/field/switch';

const scales = [100, 125, 150, 175, 200] as const;

export function AppearanceSection() {
  const { appearance, session } = useApp();
  const settings = useStore(appearance.settings);
  const protocols = useStore(session.protocols).filter((protocol) => protocol.addressNotations.length > 1);
  return (
    <div className="settings-body">
      <FieldGrid title="Look">
        <Field label="Theme" hint="Ctrl+Alt+L">
          {() => (
            <Segmented
              label="Theme"
              value={settings.theme}
              onChange={(theme) => appearance.change({ theme, sunlight: false })}
              choices={[
                { value: 'system', label: 'As the system' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          )}
        </Field>
        <Field label="Sunlight">{() => <Switch label="Light theme with all text at full strength and strong lines" checked={settings.sunlight} onChange={(sunlight) => appearance.change({ sunlight })} />}</Field>
        <Field label="Row height" hint="Ctrl+Alt+D">
          {() => (
            <Segmented
              label="Row height"
              value={settings.density}
              onChange={(density) => appearance.change({ density })}
              choices={[
                { value: 'compact', label: 'Compact, 24' },
                { value: 'comfortable', label: 'Comfortable, 28' },
                { value: 'gloves', label: 'Gloves, 40' },
              ]}
            />
          )}
        </Field>
        <Field label="Scale" hint="Ctrl +, Ctrl −, Ctrl 0">
          {() => <Segmented label="Scale" value={String(settings.scale)} onChange={(scale) => appearance.change({ scale: Number(scale) })} choices={scales.map((scale) => ({ value: String(scale), label: `${scale} %` }))} />}
        </Field>
      </FieldGrid>
      <FieldGrid title="Notation">
        <Field label="Numbers" hint="Copies and files always have a dot and no separator">
          {() => (
            <Segmented
              label="Numbers"
              value={settings.numberFormat}
              onChange={(numberFormat) => appearance.change({ numberFormat })}
              choices={[
                { value: 'comma', label: '1,000.0' },
                { value: 'point', label: '1.000,0' },
              ]}
            />
          )}
        </Field>
        {protocols.map((protocol) => (
          <Select
            key={protocol.name}
            label={`${protocol.title} addresses`}
            value={String(settings.addressNotation[protocol.name] ?? '')}
            choices={[{ value: '', label: 'As the device’s settings say' }, ...protocol.addressNotations.map((notation, at) => ({ value: String(at), label: notation }))]}
            onChange={(at) => {
              const others = Object.entries(settings.addressNotation).filter(([name]) => name !== protocol.name);
              appearance.change({ addressNotation: Object.fromEntries(at === '' ? others : [...others, [protocol.name, Number(at)]]) });
            }}
          />
        ))}
      </FieldGrid>
    </div>
  );
}
