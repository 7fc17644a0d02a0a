import { useCallback } from 'react';
import { useClient, useLive } from '../../client/client-context';
import { fetchJobFile, jobEnded } from '../../client/job-file';
import { downloadBlob } from '../../components/download-blob';

/**
 * Fetches a file from a device and hands it to the person. It goes on when the screen is left, with its progress and the way
 * to cancel it among the work under way. Resolves with whether it came; rejects in plain words.
 */
export function useFetchFile(deviceId: string): (path: string) => Promise<boolean> {
  const client = useClient();
  const { jobs } = useLive();
  return useCallback(
    async (path) => {
      const started = await client.call('device.files.read', { deviceId, path });
      const job = await jobEnded(jobs, started.id);
      if (job.state === 'failed') throw new Error(job.message);
      if (!job.hasFile) return false;
      const { name, blob } = await fetchJobFile(client, job.id, 'application/octet-stream');
      downloadBlob(blob, name);
      return true;
    },
    [client, jobs, deviceId],
  );
}
