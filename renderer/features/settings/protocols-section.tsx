import { useState } from 'react';
import { useApp } from '../../app/app-context';
import type { ProtocolInfo } from '../../app/session/tenant-session';
import type { SettingField } from '../../../shared/contract/devices';
import { editOffReason } from '../../app/open-project';
import { useOpenProject } from '../../client/hooks';
import { useStore } from '../../client/store';
import { Button } from '../../components/button/button';
import { FieldGrid } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { Switch } from '../../components/field/switch';
import { formatPlain } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { SettingInput } from '../../components/setting/setting-input';
import { fieldVisible, settingValue, withDefaults } from '../../components/setting/setting-values';

type Values = Readonly<Record<string, SettingField['defaultValue']>>;

/** Each protocol on or off, and what new lines and devices begin with. */
export function ProtocolsSection() {
  const { session } = useApp();
  const open = useOpenProject();
  const protocols = useStore(session.protocols);
  if (!open) return <EmptyState title="No project is open">Which protocols are on, and what new devices begin with, belongs to a project.</EmptyState>;
  return (
    <div className="settings-body">
      {protocols.map((protocol) => {
        const policy = open.project.protocols[protocol.name] ?? { enabled: true, lineDefaults: {}, deviceDefaults: {} };
        return <ProtocolForm key={`${open.project.id}/${protocol.name}/${JSON.stringify(policy)}`} protocol={protocol} policy={policy} readOnly={editOffReason(open)} />;
      })}
    </div>
  );
}

interface Policy {
  readonly enabled: boolean;
  readonly lineDefaults: Values;
  readonly deviceDefaults: Values;
  readonly pollIntervalMs?: number | null | undefined;
}

function ProtocolForm({ protocol, policy, readOnly }: { readonly protocol: ProtocolInfo; readonly policy: Policy; readonly readOnly: string }) {
  const app = useApp();
  const [line, setLine] = useState<Values>(policy.lineDefaults);
  const [device, setDevice] = useState<Values>(policy.deviceDefaults);
  const [interval, setPollInterval] = useState(policy.pollIntervalMs ?? null);
  const changed = JSON.stringify([line, device, interval]) !== JSON.stringify([policy.lineDefaults, policy.deviceDefaults, policy.pollIntervalMs ?? null]);
  const configure = (enabled: boolean): void =>
    void app.attempt(`${protocol.title} could not be set up`, () => app.client.call('protocol.configure', { protocol: protocol.name, enabled, lineDefaults: { ...line }, deviceDefaults: { ...device }, pollIntervalMs: interval }));
  // What names one line or one device, such as a host, is no default.
  const kept = (fields: readonly SettingField[]) => fields.filter((field) => field.kind !== 'secret' && field.kind !== 'serial-port' && !(field.kind === 'text' && field.defaultValue === ''));
  return (
    <section className="settings-protocol" aria-label={protocol.title}>
      <h2>
        {protocol.title}
        <Switch label={policy.enabled ? 'On' : 'Off: connects nothing and is not offered'} checked={policy.enabled} disabled={readOnly !== ''} onChange={configure} />
      </h2>
      {policy.enabled ? (
        <>
          {kept(protocol.lineFields).length === 0 ? null : (
            <FieldGrid title="New lines begin with">
              <DefaultInputs fields={kept(protocol.lineFields)} values={line} shown={withDefaults(line, protocol.lineFields)} onChange={setLine} />
            </FieldGrid>
          )}
          {kept(protocol.deviceFields).length === 0 ? null : (
            <FieldGrid title="New devices begin with">
              {protocol.capabilities.includes('poll') ? <PollInterval value={interval} usualMs={protocol.defaultPollIntervalMs} onChange={setPollInterval} /> : null}
              <DefaultInputs fields={kept(protocol.deviceFields)} values={device} shown={withDefaults(device, protocol.deviceFields)} onChange={setDevice} />
            </FieldGrid>
          )}
          <div className="settings-actions">
            <Button offReason={readOnly || (changed ? '' : 'Nothing was changed')} onClick={() => configure(policy.enabled)}>
              {`Keep as defaults for ${protocol.title}`}
            </Button>
          </div>
        </>
      ) : null}
    </section>
  );
}

interface PollIntervalProps {
  readonly value: number | null;
  readonly usualMs: number;
  readonly onChange: (value: number | null) => void;
}

function PollInterval({ value, usualMs, onChange }: PollIntervalProps) {
  return <NumberField label="Poll interval" value={value} onChange={onChange} unit="ms" minimum={10} maximum={86_400_000} integer optional placeholder={formatPlain(usualMs)} hint="Devices and points may have their own" width={14} />;
}

interface DefaultInputsProps {
  readonly fields: readonly SettingField[];
  readonly values: Values;
  /** The values with every default of the protocol: what a field's visibility depends on. */
  readonly shown: Values;
  readonly onChange: (values: Values) => void;
}

function DefaultInputs({ fields, values, shown, onChange }: DefaultInputsProps) {
  return fields
    .filter((field) => fieldVisible(field, shown))
    .map((field) => (
      <SettingInput
        key={field.key}
        field={field}
        value={settingValue(values, field)}
        onPage
        onChange={(value) => {
          // A number that is not typed in whole yet is no default.
          if (value !== null || field.defaultValue === null) onChange({ ...values, [field.key]: value });
        }}
      />
    ));
}
