import type { MasterSession } from '../../stacks/dnp3';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { RoundTrips } from '../round-trips';
import type { ConditionLog } from './condition-log';
import type { SecurityWatch } from './security-watch';

export interface DiagnosticsParts {
  readonly session: MasterSession;
  readonly roundTrips: RoundTrips;
  readonly conditions: ConditionLog;
  readonly security: SecurityWatch;
  /** The channel's time, milliseconds. */
  readonly now: number;
  readonly line: Diagnostics;
  readonly lastError: Diagnostics['lastError'];
}

/** The counters of one outstation beside those of its line. */
export function deviceDiagnostics({ session, roundTrips, conditions, security, now, line, lastError }: DiagnosticsParts): Diagnostics {
  const { counters } = session;
  const wire = session.wire();
  return {
    ...line,
    requests: counters.requests,
    responses: counters.responses,
    timeouts: counters.timeouts,
    roundTripMs: roundTrips.summary(),
    histogram: roundTrips.histogram(),
    conditions: [...security.conditions(session, now), ...conditions.conditions()],
    counters: [
      { label: 'Events', value: counters.events },
      { label: 'Unsolicited responses', value: counters.unsolicited },
      { label: 'Unsolicited responses that came twice', value: counters.repeatedUnsolicited },
      { label: 'Requests sent again', value: counters.retries },
      { label: 'Answers nobody waited for', value: counters.stray },
      { label: 'Malformed fragments', value: counters.malformed },
      { label: 'Link frames sent again', value: wire.linkRepeats.sent },
      { label: 'Link frames that came again', value: wire.linkRepeats.received },
      ...security.counters(session),
      ...line.counters.map(({ label, value }) => ({ label: `${label} (line)`, value })),
    ],
    lastError: lastError ?? line.lastError,
  };
}
