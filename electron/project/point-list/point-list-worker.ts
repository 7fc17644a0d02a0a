import { parentPort } from 'node:worker_threads';
import { TableProblem, type Table } from './table';
import { tableFiles } from './table-files';
import type { ToWorker, FromWorker } from './table-messages';

/**
 * Turns one file into a table or one table into a file, in a thread of its own that ends with the job. Rows go over in
 * batches and only when asked for, so that the main thread never unpacks a large table in one go.
 */
const BATCH_ROWS = 500;

/** For the log, never for people. */
function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function serve(port: NonNullable<typeof parentPort>): void {
  const incoming: (readonly string[])[] = [];
  let outgoing: Table = [];
  let sent = 0;
  const answer = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  const sendBatch = (decimalComma: boolean): void => {
    const rows = outgoing.slice(sent, sent + BATCH_ROWS);
    sent += rows.length;
    answer({ kind: 'rows', rows, last: sent >= outgoing.length, decimalComma });
  };
  let decimalComma = false;
  const handle = async (message: ToWorker): Promise<void> => {
    switch (message.kind) {
      case 'read': {
        const table = await tableFiles.read(message.octets, message.format);
        outgoing = table.rows;
        decimalComma = table.decimalComma;
        sendBatch(decimalComma);
        break;
      }
      case 'more':
        sendBatch(decimalComma);
        break;
      case 'rows':
        for (const row of message.rows) incoming.push(row);
        answer({ kind: 'taken' });
        break;
      case 'write': {
        const octets = new Uint8Array(await tableFiles.write(incoming, message.format, new Set(message.numeric)));
        answer({ kind: 'octets', octets }, [octets.buffer]);
        break;
      }
    }
  };
  port.on('message', (message: ToWorker) => {
    handle(message).catch((error: unknown) => {
      if (error instanceof TableProblem) answer({ kind: 'failed', message: error.message, problem: true, ...(error.cause === undefined ? {} : { cause: detailOf(error.cause) }) });
      else answer({ kind: 'failed', message: detailOf(error), problem: false });
    });
  });
}

if (parentPort !== null) serve(parentPort);
