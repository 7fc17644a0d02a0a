import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';

/** What shows or uses the point; each is a link to it. */
export function UsedBySection({ pointId }: { readonly pointId: string }) {
  const app = useApp();
  const trends = useOpenProject()?.project.trends.filter((trend) => trend.pens.some((pen) => pen.pointId === pointId)) ?? [];
  const keys = app.commands.keysById('trend.addSelected');
  return (
    <section className="inspect-block">
      <h3>Used by</h3>
      {trends.length === 0 ? <p className="dim">{`No trend.${keys === undefined ? '' : ` ${keys} adds it to one.`}`}</p> : null}
      <ul className="used-by">
        {trends.map((trend) => (
          <li key={trend.id}>
            <button type="button" className="link" onClick={() => app.workspace.open({ kind: 'trend', id: trend.id })}>
              {/^trend\b/i.test(trend.name) ? trend.name : `Trend ${trend.name}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
