import type { Ref } from 'react';
import type { Device } from '../../../shared/domain/device';
import { Button } from '../../components/button/button';
import { Segmented } from '../../components/field/segmented';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { Toolbar, type Tool } from '../../components/toolbar/toolbar';
import type { FrameFilter } from './frame-filter';

export interface TrafficToolsProps {
  readonly filter: FrameFilter;
  readonly onFilter: (filter: FrameFilter) => void;
  readonly filterField: Ref<HTMLInputElement>;
  /** To choose from; empty where the list is one device's. */
  readonly devices: readonly Device[];
  readonly recording: boolean;
  readonly onToggle: () => void;
  readonly toggleKeys: string | undefined;
  readonly paused: boolean;
  readonly onPause: () => void;
  readonly count: number;
  readonly onSave: () => void;
  readonly onSaveShown: () => void;
  readonly onClear: () => void;
  readonly onDecode: () => void;
}

/** Filter, capture and files of a list of frames. */
export function TrafficTools({ filter, onFilter, filterField, devices, recording, onToggle, toggleKeys, paused, onPause, count, onSave, onSaveShown, onClear, onDecode }: TrafficToolsProps) {
  const nothing = count === 0 ? 'There are no frames yet' : '';
  const tools: Tool[] = [
    { id: 'filter', least: 120, tool: <TextField ref={filterField} label="Filter the frames" hiddenLabel icon="filter" placeholder="Filter" type="search" width={22} value={filter.text} onChange={(text) => onFilter({ ...filter, text })} /> },
    { id: 'function', least: 80, tool: <TextField label="Function" hiddenLabel placeholder="Function" type="search" width={12} value={filter.function} onChange={(name) => onFilter({ ...filter, function: name })} /> },
    ...(devices.length < 2
      ? []
      : [
          {
            id: 'device',
            tool: (
              <Select
                label="Device"
                hiddenLabel
                value={filter.deviceId}
                onChange={(deviceId) => onFilter({ ...filter, deviceId })}
                choices={[{ value: '', label: 'All devices' }, ...devices.map(({ id, deviceId }) => ({ value: id, label: deviceId }))]}
              />
            ),
          } satisfies Tool,
        ]),
    {
      id: 'direction',
      tool: (
        <Segmented
          label="Direction"
          value={filter.direction}
          onChange={(direction) => onFilter({ ...filter, direction })}
          choices={[
            { value: 'both', label: 'Both' },
            { value: 'sent', label: 'Sent' },
            { value: 'received', label: 'Received' },
          ]}
        />
      ),
    },
    {
      id: 'problems',
      tool: (
        <Button icon="warn" variant="quiet" pressed={filter.problemsOnly} onClick={() => onFilter({ ...filter, problemsOnly: !filter.problemsOnly })}>
          Problems
        </Button>
      ),
      inMenu: () => [{ id: 'problems', label: 'Show problems alone', checked: filter.problemsOnly, onSelect: () => onFilter({ ...filter, problemsOnly: !filter.problemsOnly }) }],
    },
  ];
  const endTools: Tool[] = [
    {
      id: 'pause',
      tool: (
        <Button icon={paused ? 'play' : 'pause'} variant="quiet" pressed={paused} offReason={nothing} onClick={onPause}>
          Pause
        </Button>
      ),
      inMenu: () => [{ id: 'pause', label: paused ? 'Follow the newest frames' : 'Hold the list still', onSelect: onPause }],
    },
    {
      id: 'save',
      tool: (
        <Button icon="export" offReason={nothing} onClick={onSave}>
          Save pcapng
        </Button>
      ),
      inMenu: () => [{ id: 'save', label: 'Save pcapng', onSelect: onSave, offReason: nothing }],
    },
    {
      id: 'toggle',
      tool: (
        <Button icon={recording ? 'stop' : 'rec'} variant={recording ? 'plain' : 'primary'} keys={toggleKeys} onClick={onToggle}>
          {recording ? 'Stop' : 'Start capture'}
        </Button>
      ),
    },
  ];
  return (
    <Toolbar
      label="Frames"
      tools={tools}
      endTools={endTools}
      moreLabel="More about frames"
      more={() => [
        { id: 'save-shown', label: 'Save the shown frames as pcapng', onSelect: onSaveShown, offReason: nothing },
        { id: 'clear', label: 'Forget the frames that are held', onSelect: onClear, offReason: nothing },
        { id: 'decode', label: 'Decode octets', onSelect: onDecode },
      ]}
    />
  );
}
