import { Button } from '../../components/button/button';
import { formatDateTime } from '../../components/format/time';
import { Icon } from '../../components/icon';
import { EmptyState } from '../../components/note/empty-state';
import type { PastRequest } from './request-draft';

const FINE = new Set(['answered', 'sent']);

/** The last requests, the newest first; each can be taken back into the form. */
export function PastRequests({ past, onTake }: { readonly past: readonly PastRequest[]; readonly onTake: (one: PastRequest) => void }) {
  if (past.length === 0) return <EmptyState title="Nothing sent yet">Requests that you send stand here, to be sent again.</EmptyState>;
  return (
    <ol className="past-requests" aria-label="Requests sent before">
      {past.map((one) => (
        <li key={`${one.time} ${one.operation}`}>
          <Icon name={FINE.has(one.outcome) ? 'check' : 'q-bad'} size="s" label={FINE.has(one.outcome) ? 'Went well' : 'Failed'} />
          <div>
            <b>{`${one.operation}${one.broadcast ? ', to all units' : ''}`}</b>
            <div className="dim ell" title={summary(one)}>{summary(one)}</div>
            <div className={FINE.has(one.outcome) ? 'dim' : 'text-bad'}>{one.message}</div>
            <div className="dim num">{formatDateTime(one.time)}</div>
          </div>
          <Button variant="quiet" onClick={() => onTake(one)}>
            Take up
          </Button>
        </li>
      ))}
    </ol>
  );
}

function summary({ values }: PastRequest): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
