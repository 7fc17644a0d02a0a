import { useState } from 'react';
import { useApp, useNumberFormat } from '../../app/app-context';
import { editOffReason } from '../../app/open-project';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { FieldGrid } from '../../components/field/field';
import { NumberField, numberProblem } from '../../components/field/number-field';
import { formatBytes } from '../../components/format/bytes';
import { formatCount } from '../../components/format/number';
import { formatDateTime } from '../../components/format/time';
import { EmptyState } from '../../components/note/empty-state';

const LONGEST_DAYS = 3650;

export function HistorySection() {
  const open = useOpenProject();
  if (!open) return <EmptyState title="No project is open">How long samples are kept belongs to a project.</EmptyState>;
  return <Retention key={open.project.id} days={open.project.history.retentionDays} readOnly={editOffReason(open)} />;
}

function Retention({ days, readOnly }: { readonly days: number; readonly readOnly: string }) {
  const app = useApp();
  const format = useNumberFormat();
  const stats = useProcedure('history.stats', {}, { everyMs: 5000 });
  const [value, setValue] = useState<number | null>(days);
  const problem = readOnly || numberProblem(value === null ? '' : String(value), { minimum: 1, maximum: LONGEST_DAYS, integer: true }, format) || (value === days ? 'It is this already' : '');
  const apply = (): void => {
    if (value === null || problem !== '') return;
    void app.attempt('The retention could not be set', () => app.client.call('project.setHistory', { retentionDays: value }));
  };
  return (
    <div className="settings-body">
      <FieldGrid title="Retention">
        <NumberField label="Keep samples" unit="days" integer minimum={1} maximum={LONGEST_DAYS} value={value} onChange={setValue} hint="Older ones are removed" />
      </FieldGrid>
      <div className="settings-actions">
        <Button variant="primary" offReason={problem} onClick={apply}>
          {value === null ? 'Keep' : `Keep ${formatCount(value, format)} days`}
        </Button>
      </div>
      <FieldGrid title="What there is">
        <Figure label="Samples" value={stats.data ? formatCount(stats.data.samples, format) : (stats.error?.message ?? '…')} />
        <Figure label="Size" value={stats.data ? formatBytes(stats.data.bytes) : '…'} />
        <Figure label="Oldest" value={stats.data?.oldest == null ? '—' : formatDateTime(stats.data.oldest)} />
        <Figure label="Newest" value={stats.data?.newest == null ? '—' : formatDateTime(stats.data.newest)} />
      </FieldGrid>
    </div>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      <span>{value}</span>
    </div>
  );
}
