import { ProcedureError } from '../../../shared/contract/answer';
import type { Call } from '../../doors/contract-engine';
import { isoFromMicros, type Micros } from '../../../shared/domain/time';
import type { History } from '../../history/history';
import { HistoryError } from '../../history/worker-link';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';

type Names = 'history.range' | 'history.markers' | 'history.exportCsv' | 'history.stats';

/** What was recorded. */
export function historyHandlers({ tenant }: Services): HandlersOf<Names> {
  const historyOf = (call: Call): History => {
    const { history, historyProblem } = tenant(call).current();
    if (!history) throw new ProcedureError('conflict', historyProblem ?? 'There is no history.', { reason: 'no_history' });
    return history;
  };

  return {
    'history.range': ({ pointIds, from, to, buckets }, call) => {
      if (to <= from) throw new ProcedureError('bad_input', 'The span ends before it begins.', { fields: [{ path: 'to', message: 'must be later than from' }] });
      return plain(historyOf(call).range({ pointIds, from, to, buckets }));
    },
    'history.markers': ({ pointIds, from, to }, call) => {
      // An empty list of points asks for none; the trail takes it for all.
      if (pointIds.length === 0) return [];
      return tenant(call).storage.audit.writes({ pointIds, from, to });
    },
    'history.exportCsv': ({ pointIds, from, to }, call) => {
      const history = historyOf(call);
      const runtime = tenant(call);
      const project = runtime.current();
      const labels = pointIds.map((pointId) => {
        const { device, point } = project.point(pointId);
        return { pointId, device: device.deviceId, point: point.name, unit: point.unit };
      });
      return runtime.jobs.start(`Export of ${pointIds.length === 1 ? `${labels[0]?.device ?? ''} ${labels[0]?.point ?? ''}` : `${pointIds.length} points`}`, async (progress, signal, path) => {
        const size = await plain(history.exportCsv({ path, points: labels, from, to }, (done, total) => progress.step('Reading samples', done, total), signal));
        return { name: exportName(from, to), size };
      });
    },
    'history.stats': (_input, call) => plain(historyOf(call).stats()),
  };
}

/** What the history can't do has plain words already; they go to the caller as they are. What nobody foresaw has SQLite's: those go to the log. */
async function plain<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof HistoryError && cause.code !== 'internal') throw new ProcedureError(cause.code === 'cancelled' ? 'cancelled' : 'conflict', cause.message, { reason: `history_${cause.code}` });
    throw cause;
  }
}

/** `samples 2026-11-24 0830 to 2026-11-24 0930 UTC.csv` */
function exportName(from: Micros, to: Micros): string {
  const stamp = (at: Micros): string => isoFromMicros(at).slice(0, 16).replace('T', ' ').replace(':', '');
  return `samples ${stamp(from)} to ${stamp(to)} UTC.csv`;
}
