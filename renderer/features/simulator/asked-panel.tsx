import { useMemo, useState } from 'react';
import type { Asked } from '../../../shared/contract/simulators';
import { useApp, useNumberFormat } from '../../app/app-context';
import { useNow } from '../../client/use-now';
import { useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Segmented } from '../../components/field/segmented';
import { formatAge, formatDuration } from '../../components/format/age';
import { counted, formatCount } from '../../components/format/number';
import type { GridColumn } from '../../components/grid/grid-column';
import { NO_SELECTION, type Selection } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { Icon } from '../../components/icon';
import { EmptyState } from '../../components/note/empty-state';
import { useRowHeight } from '../register-map/use-row-height';
import type { PanelProps } from './panel-props';

interface AskedRow {
  readonly key: string;
  readonly asked: Asked;
}

type Which = 'all' | 'refused';

/** What clients asked since the start, how often, and what was refused with which answer. */
export function AskedPanel({ simulator, description }: PanelProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const rowHeight = useRowHeight();
  const now = useNow(1000);
  const { data, error, reload } = useProcedure('simulator.asked', { simulatorId: simulator.id }, { everyMs: 1000 });
  const [which, setWhich] = useState<Which>('all');
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const asked = data?.asked ?? [];
  const refused = asked.filter((each) => each.refused > 0).length;
  const items = asked.filter((each) => which === 'all' || each.refused > 0).map((each): { row: AskedRow } => ({ row: { key: keyOf(each), asked: each } }));
  const columns = useMemo(
    (): GridColumn<AskedRow>[] => [
      { id: 'unit', title: description.unitTitle, width: 56, align: 'end', render: (row) => row.asked.unit },
      { id: 'operation', title: 'Function', width: 184, render: (row) => row.asked.operation },
      { id: 'addresses', title: 'Addresses', width: 96, className: 'mono', render: (row) => row.asked.addresses },
      { id: 'count', title: 'Asked', width: 64, align: 'end', render: (row) => formatCount(row.asked.count, numbers) },
      { id: 'every', title: 'Every', width: 68, align: 'end', className: 'dim', render: (row) => (row.asked.everyMs === null ? '' : formatDuration(row.asked.everyMs)) },
      { id: 'last', title: 'Last', width: 66, align: 'end', className: 'dim', render: (row) => formatAge((now - row.asked.lastAt) / 1000) },
      { id: 'refused', title: 'Refused', width: 66, align: 'end', render: (row) => (row.asked.refused === 0 ? '' : formatCount(row.asked.refused, numbers)) },
      {
        id: 'refusal',
        title: 'Last refusal',
        width: 'fill',
        least: 210,
        render: (row) =>
          row.asked.refusal === '' ? null : (
            <span className="quality quality-uncertain">
              <Icon name="q-unc" size="s" />
              <span className="ell">{row.asked.refusal}</span>
            </span>
          ),
      },
    ],
    [description.unitTitle, numbers, now],
  );
  const forget = (): void => {
    void app.attempt('The list was not begun anew', async () => {
      await app.client.call('simulator.forgetAsked', { simulatorId: simulator.id });
      reload();
    });
  };
  return (
    <div className="pane">
      <div className="tools">
        <Segmented label="Which requests" value={which} choices={[{ value: 'all' as const, label: `All ${asked.length}` }, { value: 'refused' as const, label: `Refused ${refused}` }]} onChange={setWhich} />
        {data !== undefined && data.notKept > 0 ? <span className="text-uncertain ell">{`${counted(data.notKept, 'request', numbers)} of further kinds not kept apart`}</span> : null}
        {error === undefined ? null : <span className="text-bad ell">{error.message}</span>}
        <span className="grow" />
        <Button variant="quiet" icon="refresh" offReason={asked.length === 0 ? 'The list is empty' : ''} onClick={forget}>
          Begin the list anew
        </Button>
      </div>
      <VirtualGrid<AskedRow>
        label={`Requests to ${simulator.name}`}
        columns={columns}
        items={items}
        nameOf={(row) => row.asked.operation}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={setSelection}
        empty={
          which === 'refused' && asked.length > 0 ? (
            <EmptyState title="Nothing was refused">Everything that was asked for was answered.</EmptyState>
          ) : (
            <EmptyState title="Nobody has asked yet">{`Point a master at ${simulator.name}: each ${description.unitTitle.toLowerCase()}, function and stretch of addresses that it asks for stands here, with what was refused.`}</EmptyState>
          )
        }
      />
    </div>
  );
}

const keyOf = ({ unit, operation, addresses }: Asked): string => `${unit}_${operation}_${addresses}`.replaceAll(/\s/g, '_');
