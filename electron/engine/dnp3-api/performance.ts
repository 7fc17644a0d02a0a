import type { Dnp3Performance } from '../../../shared/contract/dnp3-api';
import type { Diagnostics } from '../../../shared/contract/devices';

const NOTHING: Dnp3Performance = { requests: 0, responses: 0, timeouts: 0, bytes_sent: 0, bytes_received: 0, average_response_ms: null, p95_response_ms: null, success_rate: null, counters: {} };

/** Counters of a device in the published form; zeros while it does not run. */
export function performanceOf(diagnostics: Diagnostics | null): Dnp3Performance {
  if (diagnostics === null) return NOTHING;
  const { requests, responses, timeouts, bytesSent, bytesReceived, roundTripMs, counters } = diagnostics;
  return {
    requests,
    responses,
    timeouts,
    bytes_sent: bytesSent,
    bytes_received: bytesReceived,
    average_response_ms: roundTripMs?.mean ?? null,
    p95_response_ms: roundTripMs?.p95 ?? null,
    success_rate: rateOf(requests, responses),
    counters: Object.fromEntries(counters.map(({ label, value }) => [label, value])),
  };
}

/** Responses for each request; null before the first. */
export function rateOf(requests: number, responses: number): number | null {
  return requests === 0 ? null : Math.min(1, responses / requests);
}
