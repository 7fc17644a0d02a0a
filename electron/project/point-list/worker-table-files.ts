import { WorkerJob } from '../../disk/worker-job';
import { TableProblem, type ReadTable, type Table, type TableFormat } from './table';
import { fromWorkerSchema, type FromWorker, type ToWorker } from './table-messages';
import type { TableFiles } from './table-files';

/** Longest time that one file may take; a workbook made to explode is given up. */
const JOB_MS = 60_000;
/** Heap of the worker, MB: what a workbook may unpack to. */
const HEAP_MB = 1024;
const BATCH_ROWS = 500;

/** Table files in a worker thread that lives for one job, so that nothing it does holds up or brings down the main one. */
export class WorkerTableFiles implements TableFiles {
  /** @param workerUrl the bundled point-list-worker.js */
  constructor(private readonly workerUrl: URL) {}

  async read(octets: Uint8Array, format: TableFormat): Promise<ReadTable> {
    const job = tableJob(this.workerUrl);
    try {
      const rows: (readonly string[])[] = [];
      let answer = await job.ask({ kind: 'read', octets, format });
      for (;;) {
        if (answer.kind !== 'rows') throw new Error(`The worker of point lists answered ${answer.kind} instead of rows.`);
        for (const row of answer.rows) rows.push(row);
        if (answer.last) return { rows, decimalComma: answer.decimalComma };
        answer = await job.ask({ kind: 'more' });
      }
    } finally {
      await job.end();
    }
  }

  async write(rows: Table, format: TableFormat, numeric: ReadonlySet<number>): Promise<Uint8Array> {
    const job = tableJob(this.workerUrl);
    try {
      for (let at = 0; at < rows.length; at += BATCH_ROWS) await job.ask({ kind: 'rows', rows: rows.slice(at, at + BATCH_ROWS) });
      const answer = await job.ask({ kind: 'write', format, numeric: [...numeric] });
      if (answer.kind !== 'octets') throw new Error(`The worker of point lists answered ${answer.kind} instead of a file.`);
      return answer.octets;
    } finally {
      await job.end();
    }
  }
}

function tableJob(url: URL): WorkerJob<ToWorker, FromWorker> {
  return new WorkerJob({
    url,
    what: 'point lists',
    limitMs: JOB_MS,
    tooLong: () => new TableProblem(`The file took longer than ${JOB_MS / 1000} s and was given up.`),
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    read: (message) => {
      const answer = fromWorkerSchema.safeParse(message);
      if (!answer.success) return null;
      if (answer.data.kind !== 'failed') return answer.data;
      return answer.data.problem ? new TableProblem(answer.data.message, answer.data.cause) : new Error(answer.data.message);
    },
    explain: (error) => (isOutOfMemory(error) ? new TableProblem('The file needs more memory than a table may take.') : error),
  });
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
