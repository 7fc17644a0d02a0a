import { useState } from 'react';
import { z } from 'zod';
import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import type { DocumentProps } from '../../app/feature';
import { useApp, useViewState } from '../../app/app-context';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { useStore } from '../../client/store';
import { Segmented } from '../../components/field/segmented';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { asSentence } from '../../components/format/sentence';
import { Icon } from '../../components/icon';
import { EmptyState } from '../../components/note/empty-state';
import { SettingInput } from '../../components/setting/setting-input';
import { settingValue, withDefaults } from '../../components/setting/setting-values';
import { DissectionView } from './dissection-view';
import './traffic.css';

const draftSchema = z.object({
  protocol: z.string().max(64),
  /** A line of the project whose settings are taken; empty: those of `settings`. */
  lineId: z.string().max(64),
  settings: z.record(z.string().max(64), z.json()),
  direction: z.enum(['sent', 'received']),
  octets: z.string().max(20_000),
  tree: z.number().min(200).max(900),
});
const NEW = { protocol: '', lineId: '', settings: {}, direction: 'sent', octets: '', tree: 420 } satisfies z.infer<typeof draftSchema>;

/** Octets from anywhere, pasted as hex, taken apart as a frame of a protocol. */
export function DecodeDocument({ document }: DocumentProps) {
  const { session } = useApp();
  const project = useOpenProject()?.project;
  const able = useStore(session.protocols).filter(({ frameFields }) => frameFields !== undefined);
  const [draft, setDraft] = useViewState(document, 'draft', draftSchema, NEW);
  const protocol = able.find(({ name }) => name === draft.protocol) ?? able[0];
  const lines = project?.lines.filter((line) => line.protocol === protocol?.name) ?? [];
  const line = lines.find(({ id }) => id === draft.lineId);
  const fields = fieldsOfFrames(protocol);
  const lineSettings: Opaque = line?.settings ?? withDefaults(draft.settings, fields);
  const [touched, setTouched] = useState(false);
  const isEmpty = draft.octets.trim() === '';
  const { data, error, loading } = useProcedure('frames.decode', isEmpty || protocol === undefined ? null : { protocol: protocol.name, lineSettings, direction: draft.direction, octets: draft.octets });
  const shown = isEmpty || error !== undefined ? undefined : data;

  if (protocol === undefined) return <EmptyState title="No protocol here takes frames apart" />;
  return (
    <div className="traffic">
      <form className="decode-form" onSubmit={(event) => event.preventDefault()}>
        <div className="decode-settings">
          <Select label="Protocol" value={protocol.name} onChange={(name) => setDraft({ ...draft, protocol: name, lineId: '', settings: {} })} choices={able.map(({ name, title }) => ({ value: name, label: title }))} />
          {lines.length === 0 ? null : (
            <Select label="As on" value={line?.id ?? ''} onChange={(lineId) => setDraft({ ...draft, lineId })} choices={[{ value: '', label: 'No line of the project' }, ...lines.map(({ id, name }) => ({ value: id, label: name }))]} />
          )}
          {line === undefined ? fields.map((field) => <SettingInput key={field.key} field={field} value={settingValue(draft.settings, field)} onChange={(value) => setDraft({ ...draft, settings: { ...draft.settings, [field.key]: value } })} onPage hint="" />) : null}
          <div className="field">
            <span className="field-label">Direction</span>
            <Segmented
              label="Direction"
              value={draft.direction}
              onChange={(direction) => setDraft({ ...draft, direction })}
              choices={[
                { value: 'sent', label: 'Sent, a request' },
                { value: 'received', label: 'Received, an answer' },
              ]}
            />
          </div>
        </div>
        <TextField
          label="Octets"
          multiline
          mono
          value={draft.octets}
          onChange={(octets) => {
            setTouched(true);
            setDraft({ ...draft, octets });
          }}
          placeholder="00 1A FF …"
          hint="Hexadecimal digits; spaces, commas, colons and 0x between them are ignored"
          error={error !== undefined && !isEmpty && !loading ? (error.error.details.fields?.[0]?.message ?? error.message) : undefined}
        />
      </form>
      {shown === undefined ? (
        <div className="decode-empty">
          <EmptyState title={isEmpty ? 'No octets yet' : touched && loading ? 'Decoding' : 'These octets can not be read'}>{isEmpty ? 'Paste one frame: from a log, a data sheet, another capture. It is taken apart here, and nothing is sent.' : 'What is wrong stands below the octets.'}</EmptyState>
        </div>
      ) : (
        <div className="frame-pane">
          <div className="frame-facts">
            {shown.mark === 'none' ? null : (
              <p className={shown.mark === 'problem' ? 'frame-problem' : 'frame-notice'}>
                <Icon name={shown.mark === 'problem' ? 'q-bad' : 'q-unc'} size="s" />
                {asSentence(shown.problem)}
              </p>
            )}
            <p className="frame-exchange">{[shown.station, shown.function, shown.summary].filter(Boolean).join(', ')}</p>
          </div>
          <DissectionView key={`${shown.octets} ${shown.fields.length}`} dissected={shown} title={protocol.title} treeWidth={draft.tree} onTreeWidth={(tree) => setDraft({ ...draft, tree })} />
        </div>
      )}
    </div>
  );
}

/** The settings that say how frames are made. */
function fieldsOfFrames(protocol: ProtocolDescription | undefined): readonly SettingField[] {
  return protocol?.lineFields.filter(({ key }) => protocol.frameFields?.includes(key) === true) ?? [];
}
