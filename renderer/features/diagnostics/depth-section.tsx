import { useEffect, useState } from 'react';
import type { DepthResult } from '../../../shared/contract/device-requests';
import type { Device, Line } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { useClient, useLive } from '../../client/client-context';
import { toClientError } from '../../client/client-error';
import { useDeviceStatus, useProcedure } from '../../client/hooks';
import { useKeyed } from '../../client/store';
import { Button } from '../../components/button/button';
import { formatDuration } from '../../components/format/age';
import { Note } from '../../components/note/note';
import { Progress } from '../../components/note/progress';

/** Measures how many requests at once a device takes, and offers to adopt what was found. */
export function DepthSection({ device, line }: { readonly device: Device; readonly line: Line }) {
  const app = useApp();
  const client = useClient();
  const readOnly = useEditOffReason();
  const status = useDeviceStatus(device.id);
  const [jobId, setJobId] = useState('');
  const [failure, setFailure] = useState('');
  const [adopted, setAdopted] = useState<DepthResult | null>(null);
  const job = useKeyed(useLive().jobs, jobId);
  const { data, reload } = useProcedure('device.depth', { deviceId: device.id });
  const running = job?.state === 'running';
  useEffect(() => {
    if (jobId !== '' && !running) reload();
  }, [jobId, running, reload]);
  // A device with other settings begins anew and has forgotten what was measured.
  const result = data ?? adopted;

  const measure = (): void => {
    setFailure('');
    setAdopted(null);
    client
      .call('device.measureDepth', { deviceId: device.id })
      .then(({ id }) => setJobId(id))
      .catch((cause: unknown) => setFailure(toClientError(cause).message));
  };
  const adopt = (wanted: DepthResult): void => {
    setAdopted(wanted);
    const { deviceId, description, protocol, pollIntervalMs } = device;
    const settings = { ...device.settings, ...wanted.settings };
    void app.attempt(`${device.deviceId} can't be changed`, () =>
      client.call('device.update', { id: device.id, deviceId, description, protocol, pollIntervalMs, lineName: line.name, lineSettings: line.settings, settings }).then(() => app.offerUndo(`${deviceId} takes ${wanted.safeDepth ?? 1} at once`)),
    );
  };
  const isAdopted = result !== null && Object.entries(result.settings).every(([key, value]) => device.settings[key] === value);
  const off = running ? 'It is being measured.' : status?.state === 'connected' ? '' : 'The device is not connected.';
  return (
    <section className="diagnostics-card" aria-label="Requests at once">
      <h2>Requests at once</h2>
      <p className="dim">Asks the device step by step for more at once, until an answer is lost, wrong or refused. Devices on the same line may miss a poll meanwhile.</p>
      {running ? (
        <Progress title="Measuring" text={job.step} share={job.total === null ? null : job.done / job.total} onCancel={() => void app.attempt('The measurement could not be cancelled', () => client.call('job.cancel', { jobId }))} />
      ) : (
        <div className="inspect-actions">
          <Button icon="play" offReason={off} onClick={measure}>Measure</Button>
          {result === null || result.safeDepth === null || Object.keys(result.settings).length === 0 ? null : (
            <Button variant="primary" offReason={isAdopted ? 'The settings have it already.' : readOnly} onClick={() => adopt(result)}>{`Adopt ${result.safeDepth} at once`}</Button>
          )}
        </div>
      )}
      {failure === '' ? null : <Note kind="bad" title="It could not be measured" announce>{failure}</Note>}
      {job?.state === 'failed' ? <Note kind="bad" title="The measurement failed">{job.message}</Note> : null}
      {result === null ? null : <DepthTable result={result} />}
    </section>
  );
}

function DepthTable({ result }: { readonly result: DepthResult }) {
  return (
    <>
      <p>{result.message}</p>
      {result.steps.length === 0 ? null : (
        <table className="depth-table">
          <thead>
            <tr>
              {['At once', 'Requests/s', '95 % within', 'Lost', 'Wrong', 'Refused'].map((title) => (
                <th key={title} scope="col">{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.steps.map((step) => (
              <tr key={step.depth} className={step.depth === result.safeDepth ? 'chosen' : undefined}>
                <th scope="row">{step.depth}</th>
                <td>{step.perSecond}</td>
                <td>{step.p95Ms === null ? '—' : formatDuration(step.p95Ms)}</td>
                <td>{step.lost}</td>
                <td>{step.wrong}</td>
                <td>{step.refused}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
