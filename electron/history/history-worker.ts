import { parentPort } from 'node:worker_threads';
import { HistoryService } from './history-service';
import { requestSchema } from './messages';

/** The thread in which a project's history lives. The file is built into a bundle of its own. */
if (parentPort === null) throw new Error('history-worker runs as a worker thread only.');
const port = parentPort;

const service = new HistoryService(
  (reply, transfer = []) => {
    port.postMessage(reply, transfer);
  },
  { nowMicros: () => Date.now() * 1000, monotonicMs: () => performance.now() },
);

port.on('message', (message: unknown) => {
  const request = requestSchema.safeParse(message);
  if (request.success) void service.handle(request.data);
  else port.postMessage({ type: 'notice', level: 'error', message: 'History was asked something it does not know.', cause: request.error.message });
});
