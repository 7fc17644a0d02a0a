import { z } from 'zod';
import { microsSchema } from '../../shared/domain/time';
import { WorkerJob } from '../disk/worker-job';
import { fromDecoderSchema, type FromDecoder, type ToDecoder } from './decoder-messages';
import { devicesOf, putDevices } from './device-pieces';
import { projectDecoder, type ProjectDecoder } from './project-decoder';
import type { DecodedFile } from './project-file';

/** Below it the file is parsed at once: 10 ms, and a worker takes longer to start. */
const SMALL_OCTETS = 1024 * 1024;
/** Longest time that one file may take. */
const JOB_MS = 120_000;

const decodedFileSchema = z.object({ problem: z.string().nullable(), savedAt: microsSchema.nullable(), content: z.unknown() });

/** Parses large project files in a worker thread that lives for one file; small ones in the thread that calls. */
export class WorkerProjectDecoder implements ProjectDecoder {
  /** @param workerUrl the bundled project-decoder-worker.js */
  constructor(private readonly workerUrl: URL) {}

  async file(octets: Buffer): Promise<DecodedFile> {
    if (octets.length <= SMALL_OCTETS) return projectDecoder.file(octets);
    const { problem, savedAt, content } = decodedFileSchema.parse(await this.decode(octets, 'file'));
    return { problem, savedAt, content };
  }

  async json(octets: Buffer): Promise<unknown> {
    return octets.length <= SMALL_OCTETS ? projectDecoder.json(octets) : this.decode(octets, 'json');
  }

  private async decode(octets: Buffer, as: 'file' | 'json'): Promise<unknown> {
    const job = decoderJob(this.workerUrl);
    try {
      const answer = await job.ask({ kind: 'decode', octets, as });
      if (answer.kind !== 'decoded') throw new Error(`The worker of project files answered ${answer.kind}.`);
      const devices = devicesOf(answer.decoded) ?? [];
      for (let { more } = answer; more; ) {
        const next = await job.ask({ kind: 'more' });
        if (next.kind !== 'devices') throw new Error(`The worker of project files answered ${next.kind}.`);
        putDevices(devices, next.pieces);
        more = next.more;
      }
      return answer.decoded;
    } finally {
      await job.end();
    }
  }
}

function decoderJob(url: URL): WorkerJob<ToDecoder, FromDecoder> {
  return new WorkerJob({
    url,
    what: 'project files',
    limitMs: JOB_MS,
    tooLong: () => new Error(`The project file took longer than ${JOB_MS / 1000} s to read.`),
    read: (message) => {
      const answer = fromDecoderSchema.safeParse(message);
      if (!answer.success) return null;
      return answer.data.kind === 'failed' ? new Error(answer.data.message) : answer.data;
    },
  });
}
