import type { Job } from '../../shared/contract/common';
import { decodeBase64 } from '../../shared/domain/value';
import type { Client } from './client';
import type { KeyedStore } from './store';

/** Waits until a job has ended; it stays in the list of long work meanwhile, where it can be cancelled. */
export function jobEnded(jobs: KeyedStore<Job>, jobId: string): Promise<Job> {
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
export async function fetchJobFile(client: Client, jobId: string, type: string): Promise<{ name: string; blob: Blob }> {
  const pieces: Blob[] = [];
  let name = '';
  let parts = 1;
  for (let part = 0; part < parts; part += 1) {
    const piece = await client.call('job.result', { jobId, part });
    const octets = decodeBase64(piece.contentBase64);
    if (octets === null) throw new Error(`${piece.name} came damaged from the engine. Try again.`);
    pieces.push(new Blob([new Uint8Array(octets)]));
    ({ name, parts } = piece);
  }
  return { name, blob: new Blob(pieces, { type }) };
}
