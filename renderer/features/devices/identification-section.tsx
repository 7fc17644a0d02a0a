import { useState } from 'react';
import type { Identification } from '../../../shared/contract/device-requests';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { formatClock } from '../../components/format/time';

/** What a device says of itself; asked when the person wants to know. */
export function IdentificationSection({ deviceId }: { readonly deviceId: string }) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const [known, setKnown] = useState<Identification | null>(null);
  const ask = (): void => {
    setBusy(true);
    setFailure('');
    client
      .call('device.identify', { deviceId })
      .then(setKnown)
      .catch((cause: unknown) => setFailure(toClientError(cause).message))
      .finally(() => setBusy(false));
  };
  return (
    <section className="inspect-block">
      <h3>
        What it says it is <span>{known === null ? '' : `asked ${formatClock(known.time)}`}</span>
      </h3>
      {known?.sections.map(({ title, rows, problem }) => (
        <div key={title}>
          <p className="dim">{problem === '' ? title : `${title}: ${problem}`}</p>
          {rows.length === 0 ? null : (
            <dl className="pairs">
              {rows.map(({ label, value }) => (
                <Pair key={label} label={label} value={value} />
              ))}
            </dl>
          )}
        </div>
      ))}
      {failure === '' ? null : <p className="text-bad" role="alert">{failure}</p>}
      <div className="inspect-actions">
        <Button offReason={busy ? 'It is being asked.' : ''} onClick={ask}>
          {known === null ? 'Ask the device' : 'Ask again'}
        </Button>
      </div>
    </section>
  );
}

function Pair({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
