import type { ReactElement } from 'react';
import type { Trend } from '../../../shared/domain/project';
import { DockTools } from '../../app/frame/dock-tools';
import { Button, IconButton } from '../../components/button/button';
import { Select } from '../../components/field/select';
import { formatAge } from '../../components/format/age';
import type { MenuItems } from '../../components/menu/menu';
import { MenuButton } from '../../components/menu/menu-button';
import { Toolbar } from '../../components/toolbar/toolbar';
import { SPANS } from './trend-window';
import type { TrendWindow } from './trend-window';

interface TrendToolsProps {
  readonly trends: readonly Trend[];
  readonly trend: Trend;
  readonly window: TrendWindow;
  readonly behindMicros: number;
  readonly cursors: boolean;
  readonly onTrend: (id: string) => void;
  readonly onSpan: (micros: number) => void;
  readonly onPause: () => void;
  readonly onLive: () => void;
  readonly onCursors: () => void;
  readonly onPicture: () => void;
  readonly onCsv: () => void;
  readonly onRename: () => void;
  readonly onNew: () => void;
  readonly onRemove: () => void;
}

/** The tools of a trend: which one, how much time, live or paused, cursors, exports. */
export function TrendTools(props: TrendToolsProps): ReactElement {
  const { trends, trend, window, behindMicros } = props;
  const spans = SPANS.map(({ label, micros }) => ({ value: String(micros), label }));
  const span = String(window.spanMicros);
  const shown = spans.some(({ value }) => value === span) ? spans : [{ value: span, label: formatAge(window.spanMicros / 1000) }, ...spans];
  const bar = (beside: boolean): ReactElement => (
    <Toolbar
      label="Trend tools"
      className={beside ? 'trend-tools trend-tools-beside' : 'trend-tools'}
      tools={[
        { id: 'trend', least: 80, tool: <Select label="Trend" hiddenLabel value={trend.id} choices={trends.map(({ id, name }) => ({ value: id, label: name }))} onChange={props.onTrend} /> },
        { id: 'span', tool: <Select label="Time shown" hiddenLabel value={span} choices={shown} onChange={(value) => props.onSpan(Number(value))} /> },
        { id: 'state', least: 24, tool: <span className="trend-state ell" role="status">{window.live ? 'Live' : `Paused, ${formatAge(behindMicros / 1000)} behind`}</span> },
      ]}
      endTools={[
        { id: 'pause', tool: window.live ? <Button icon="pause" keys="Space" variant="quiet" onClick={props.onPause}>Pause</Button> : <Button keys={beside ? undefined : 'Space'} onClick={props.onLive}>Back to live</Button> },
        {
          id: 'cursors',
          tool: <IconButton icon="cursor" label="Two cursors" pressed={props.cursors} onClick={props.onCursors} />,
          inMenu: () => [{ id: 'cursors', label: 'Two cursors', checked: props.cursors, onSelect: props.onCursors }],
        },
        { id: 'export', tool: <MenuButton label="Export the trend" icon="export" iconOnly items={() => exportItems(props)} />, inMenu: () => exportItems(props) },
      ]}
      moreLabel="More for this trend"
      more={() => [
        { id: 'new', label: 'New trend', icon: 'plus', onSelect: props.onNew },
        { id: 'rename', label: 'Rename trend', onSelect: props.onRename },
        { id: 'remove', label: 'Remove trend', onSelect: props.onRemove },
      ]}
    />
  );
  return <DockTools>{bar}</DockTools>;
}

function exportItems({ onPicture, onCsv }: TrendToolsProps): MenuItems {
  return [
    { id: 'png', label: 'Picture of the chart (PNG)', onSelect: onPicture },
    { id: 'csv', label: 'Samples shown (CSV)', onSelect: onCsv },
  ];
}
