import { useApp } from '../../app/app-context';
import { useStore } from '../../client/store';
import { Button } from '../../components/button/button';
import { logOut } from '../../app/session/http-session';

const words = { view: 'look at everything', operate: 'connect and test', write: 'write to devices', configure: 'edit the project', administer: 'administer' } as const;

export function SessionSection() {
  const app = useApp();
  const session = useStore(app.session.session);
  const system = useStore(app.session.system);
  return (
    <div className="settings-body">
      <dl className="pairs">
        <dt>Person</dt>
        <dd>{session?.user ?? '…'}</dd>
        <dt>May</dt>
        <dd>{session?.permissions.map((permission) => words[permission]).join(', ') ?? '…'}</dd>
        <dt>Engine</dt>
        <dd>{system ? `${system.product} ${system.version} on ${system.runtime}${system.headless ? ', headless' : ''}` : '…'}</dd>
      </dl>
      {app.desktop ? null : (
        <div className="settings-actions">
          <Button
            onClick={() =>
              void app.attempt('The session could not be ended', async () => {
                await logOut();
                location.reload();
              })
            }
          >
            Log out
          </Button>
        </div>
      )}
    </div>
  );
}
