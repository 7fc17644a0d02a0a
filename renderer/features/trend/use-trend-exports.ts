import { useCallback } from 'react';
import type { Job } from '../../../shared/contract/common';
import { decodeBase64 } from '../../../shared/domain/value';
import type { Client } from '../../client/client';
import type { Micros } from '../../../shared/domain/time';
import { useClient, useLive } from '../../client/client-context';
import type { KeyedStore } from '../../client/store';
import { downloadBlob } from '../../components/download-blob';

/** Waits until a job has ended; it stays in the list of long work meanwhile, where it can be cancelled. */
function ended(jobs: KeyedStore<Job>, jobId: string): Promise<Job> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const job = jobs.get(jobId);
      if (job === undefined || job.state === 'running') return false;
      resolve(job);
      return true;
    };
    if (look()) return;
    const stop = jobs.subscribe(jobId, () => {
      if (look()) stop();
    });
  });
}

/** Fetches what a job made. A file comes in parts; the browser keeps those that have come, so that it may be large. */
async function fetchFile(client: Client, jobId: string): Promise<{ name: string; blob: Blob }> {
  const pieces: Blob[] = [];
  let name = '';
  let parts = 1;
  for (let part = 0; part < parts; part += 1) {
    const piece = await client.call('job.result', { jobId, part });
    const octets = decodeBase64(piece.contentBase64);
    if (octets === null) throw new Error(`${piece.name} came damaged from the engine. Export again.`);
    pieces.push(new Blob([new Uint8Array(octets)]));
    ({ name, parts } = piece);
  }
  return { name, blob: new Blob(pieces, { type: 'text/csv' }) };
}

/** Exports the samples of points between two times as CSV, made by the engine, and hands the file to the person. */
export function useCsvExport(): (pointIds: readonly string[], from: Micros, to: Micros) => Promise<void> {
  const client = useClient();
  const { jobs } = useLive();
  return useCallback(async (pointIds, from, to) => {
    const started = await client.call('history.exportCsv', { pointIds: [...pointIds], from: Math.round(from), to: Math.round(to) });
    const job = started.state === 'running' ? await ended(jobs, started.id) : started;
    if (!job.hasFile) {
      if (job.state === 'failed') throw new Error(job.message);
      return;
    }
    const { name, blob } = await fetchFile(client, job.id);
    downloadBlob(blob, name);
  }, [client, jobs]);
}
