import type { Device } from '../../../shared/domain/device';
import { useDeviceStatus } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { groupBy } from '../../components/group-by';
import { useDeviceActions } from './use-open-action';
import './device-actions.css';

/** Everything that can be done with a device by hand, in groups; nothing where its protocol has no such thing. */
export function ActionsSection({ device }: { readonly device: Device }) {
  const { actions, open } = useDeviceActions(device);
  const status = useDeviceStatus(device.id);
  if (actions.length === 0) return null;
  const off = status === undefined || status.state === 'off' ? 'The device is not connected.' : '';
  return (
    <section className="diagnostics-card" aria-label="By hand">
      <h2>By hand</h2>
      <dl className="action-groups">
        {[...groupBy(actions, ({ group }) => group)].map(([group, members]) => (
          <div key={group}>
            <dt>{group}</dt>
            <dd>
              {members.map((action) => (
                <Button key={action.id} offReason={off} {...(action.writes ? { icon: 'write' as const } : {})} onClick={() => open(action)}>
                  {action.title}
                </Button>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
