import type { Trend } from '../../../shared/domain/project';
import type { AppServices } from '../../app/app-services';
import type { Command } from '../../app/commands/command-registry';
import { withPoints } from './trend-pens';

const TEN_MINUTES_MS = 600_000;

function selectedPoints(app: AppServices): readonly string[] {
  const { selection } = app.workspace.state.get();
  return selection?.kind === 'points' ? selection.pointIds : [];
}

function needsProject(app: AppServices): string {
  return app.live.project.get() ? '' : 'Open a project first.';
}

/** Makes a trend of these points. Answers its id; undefined when the engine refused, which is shown. */
export async function addTrend(app: AppServices, pointIds: readonly string[]): Promise<string | undefined> {
  const trends = app.live.project.get()?.project.trends ?? [];
  const taken = new Set(trends.map(({ name }) => name));
  let number = trends.length + 1;
  while (taken.has(`Trend ${number}`)) number += 1;
  const empty: Trend = { id: crypto.randomUUID(), name: `Trend ${number}`, pens: [], spanMs: TEN_MINUTES_MS };
  const trend = withPoints(empty, pointIds);
  const done = await app.attempt('The trend could not be saved', () => app.client.call('trend.save', trend));
  return done === undefined ? undefined : trend.id;
}

async function addSelected(app: AppServices): Promise<void> {
  const points = selectedPoints(app);
  const trend = app.live.project.get()?.project.trends[0];
  if (trend === undefined) await addTrend(app, points);
  else await app.attempt('The trend could not be saved', () => app.client.call('trend.save', withPoints(trend, points)));
  app.workspace.set({ dockVisible: true, dockPanel: 'trend' });
}

async function createInTab(app: AppServices): Promise<void> {
  const id = await addTrend(app, selectedPoints(app));
  if (id !== undefined) app.workspace.open({ kind: 'trend', id });
}

/** The commands of trends. */
export function trendCommands(app: AppServices): readonly Command[] {
  return [
    {
      id: 'trend.addSelected',
      title: 'Add the selected points to the trend',
      menu: 'Tools',
      group: 'trend',
      keys: 'Ctrl+T',
      icon: 'chart',
      offReason: () => needsProject(app) || (selectedPoints(app).length === 0 ? 'Select points in a register map first.' : ''),
      run: () => addSelected(app),
    },
    {
      id: 'trend.new',
      title: 'New trend in a tab',
      menu: 'Tools',
      group: 'trend',
      icon: 'chart',
      offReason: () => needsProject(app),
      run: () => createInTab(app),
    },
  ];
}
