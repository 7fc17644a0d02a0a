import type { ReactElement } from 'react';
import { useState } from 'react';
import type { Project, Trend } from '../../../shared/domain/project';
import { useApp, useKeysOf, useNumberFormat, useSelection } from '../../app/app-context';
import type { DocumentProps } from '../../app/feature';
import { useOpenProject } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { EmptyState } from '../../components/note/empty-state';
import { addTrend } from './trend-commands';
import { TrendPanel } from './trend-panel';

/** The lower dock's trend: the one chosen last, else the first. */
export function TrendDock(): ReactElement {
  const open = useOpenProject();
  const [chosen, setChosen] = useState<string | null>(null);
  const project = open?.project;
  const trend = project?.trends.find(({ id }) => id === chosen) ?? project?.trends[0];
  if (project === undefined || trend === undefined) return <NoTrend />;
  return <Shown project={project} trend={trend} onTrend={setChosen} />;
}

/** A trend in a tab of its own. */
export function TrendDocument({ document }: DocumentProps): ReactElement | null {
  const { workspace } = useApp();
  const project = useOpenProject()?.project;
  const trend = project?.trends.find(({ id }) => id === document.id);
  if (project === undefined || trend === undefined) return null;
  return <Shown project={project} trend={trend} onTrend={(id) => workspace.open({ kind: 'trend', id })} />;
}

function Shown({ project, trend, onTrend }: { readonly project: Project; readonly trend: Trend; readonly onTrend: (id: string) => void }): ReactElement {
  const app = useApp();
  const format = useNumberFormat();
  const create = async (): Promise<void> => {
    const id = await addTrend(app, []);
    if (id !== undefined) onTrend(id);
  };
  return (
    <TrendPanel
      key={trend.id}
      project={project}
      trend={trend}
      format={format}
      onTrend={onTrend}
      onNew={() => void create()}
    />
  );
}

function NoTrend(): ReactElement {
  const app = useApp();
  useSelection();
  const add = app.commands.get('trend.addSelected');
  return (
    <EmptyState
      title="No trend yet"
      actions={
        <Button keys={useKeysOf('trend.addSelected')} offReason={add?.offReason?.() ?? ''} onClick={() => app.commands.runById('trend.addSelected')}>
          Add the selected points
        </Button>
      }
    >
      Select points in a register map and add them: the trend follows them live and looks back through their history.
    </EmptyState>
  );
}
