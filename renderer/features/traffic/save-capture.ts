import type { AppServices } from '../../app/app-services';
import { fetchJobFile, jobEnded } from '../../client/job-file';
import { downloadBlob } from '../../components/download-blob';

/** Has frames written as pcapng by the engine and hands the file to the person. `seqs`: only these; null: all that are held. */
export async function saveCapture(app: AppServices, sourceIds: readonly string[] | null, seqs: readonly number[] | null): Promise<void> {
  await app.attempt('The capture could not be saved', async () => {
    const started = await app.client.call('frames.export', { sourceIds: sourceIds === null ? null : [...sourceIds], seqs: seqs === null ? null : [...seqs] });
    const job = started.state === 'running' ? await jobEnded(app.live.jobs, started.id) : started;
    if (!job.hasFile) {
      if (job.state === 'failed') throw new Error(job.message);
      return;
    }
    const { name, blob } = await fetchJobFile(app.client, job.id, 'application/octet-stream');
    downloadBlob(blob, name);
  });
}
