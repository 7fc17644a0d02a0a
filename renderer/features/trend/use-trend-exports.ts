import { useCallback } from 'react';
import type { Micros } from '../../../shared/domain/time';
import { useClient, useLive } from '../../client/client-context';
import { fetchJobFile, jobEnded } from '../../client/job-file';
import { downloadBlob } from '../../components/download-blob';

/** Exports the samples of points between two times as CSV, made by the engine, and hands the file to the person. */
export function useCsvExport(): (pointIds: readonly string[], from: Micros, to: Micros) => Promise<void> {
  const client = useClient();
  const { jobs } = useLive();
  return useCallback(async (pointIds, from, to) => {
    const started = await client.call('history.exportCsv', { pointIds: [...pointIds], from: Math.round(from), to: Math.round(to) });
    const job = started.state === 'running' ? await jobEnded(jobs, started.id) : started;
    if (!job.hasFile) {
      if (job.state === 'failed') throw new Error(job.message);
      return;
    }
    const { name, blob } = await fetchJobFile(client, job.id, 'text/csv');
    downloadBlob(blob, name);
  }, [client, jobs]);
}
