import { useStore } from '../../client/store';
import { Button, IconButton } from '../../components/button/button';
import { Note } from '../../components/note/note';
import { useApp } from '../app-context';

/** What could not be done, and the engine that is gone: on the spot, above the work. */
export function Notices() {
  const app = useApp();
  const notices = useStore(app.notices);
  const link = useStore(app.client.link);
  if (notices.length === 0 && link === 'connected') return null;
  return (
    <div className="notices" role="status">
      {link === 'connected' ? null : (
        <Note kind="uncertain" title={link === 'lost' ? 'The engine does not answer' : 'Connecting to the engine'}>
          It is sought again by itself; values on screen are the last that came. When it is back, data goes on without a click.
        </Note>
      )}
      {notices.map((notice) => (
        <div key={notice.id} className="notice-row">
          <Note
            kind={notice.kind}
            title={notice.title}
            actions={
              notice.action === undefined ? undefined : (
                <Button
                  variant="primary"
                  onClick={() => {
                    app.dismiss(notice.id);
                    notice.action?.run();
                  }}
                >
                  {notice.action.label}
                </Button>
              )
            }
          >
            {notice.detail}
          </Note>
          <IconButton icon="close" label="Close this message" onClick={() => app.dismiss(notice.id)} />
        </div>
      ))}
    </div>
  );
}
