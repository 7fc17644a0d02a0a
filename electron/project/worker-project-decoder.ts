import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { microsSchema } from '../../shared/domain/time';
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
    const job = new Job(this.workerUrl);
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

/** One worker and the one question that waits for its answer. */
class Job {
  private readonly worker: Worker;
  private readonly timer: NodeJS.Timeout;
  private waiting: { resolve(answer: FromDecoder): void; reject(error: Error): void } | null = null;
  private ended: Error | null = null;

  constructor(workerUrl: URL) {
    this.worker = new Worker(workerUrl);
    this.timer = setTimeout(() => this.fail(new Error(`The project file took longer than ${JOB_MS / 1000} s to read.`)), JOB_MS);
    this.worker.on('message', (message: unknown) => this.answered(message));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The worker of project files ended early.')));
  }

  ask(message: ToDecoder): Promise<FromDecoder> {
    return new Promise((resolve, reject) => {
      if (this.ended !== null) {
        reject(this.ended);
        return;
      }
      this.waiting = { resolve, reject };
      this.worker.postMessage(message, []);
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.timer);
    await this.worker.terminate();
  }

  private answered(message: unknown): void {
    const answer = fromDecoderSchema.safeParse(message);
    if (!answer.success) this.fail(new Error('The worker of project files answered something unknown.'));
    else if (answer.data.kind === 'failed') this.fail(new Error(answer.data.message));
    else {
      const { waiting } = this;
      this.waiting = null;
      waiting?.resolve(answer.data);
    }
  }

  private fail(error: Error): void {
    this.ended ??= error;
    this.waiting?.reject(error);
    this.waiting = null;
  }
}
