import { durationText } from '../../../shared/domain/duration-text';
import type { Diagnostics, Overview } from '../../../shared/contract/devices';
import type { Device, DeviceStatus } from '../../../shared/domain/device';

export type Advice = Overview['advice'][number];

/** What is known of one device when advice is given. */
export interface AdvisedDevice {
  readonly device: Device;
  readonly status: DeviceStatus;
  readonly diagnostics: Diagnostics | null;
  readonly pollIntervalMs: number;
  readonly lineLabel: string;
}

export interface AdvisedLine {
  readonly lineId: string;
  readonly label: string;
  readonly load: number | null;
  readonly devices: number;
}

interface Weighed {
  readonly weight: number;
  readonly advice: Advice;
}

/** Below so many requests a share says nothing. */
const ENOUGH_REQUESTS = 50;
const MOST_ADVICE = 20;

const GRAVITY: Readonly<Record<Advice['severity'], number>> = { failure: 3, warning: 2, hint: 1 };

/** What to improve, the gravest first and of these the most useful; at most twenty. Every figure in it was measured. */
export function advise(devices: readonly AdvisedDevice[], lines: readonly AdvisedLine[]): Advice[] {
  const found = [...devices.flatMap(adviseDevice), ...lines.flatMap(adviseLine)];
  return found.sort((a, b) => GRAVITY[b.advice.severity] - GRAVITY[a.advice.severity] || b.weight - a.weight).slice(0, MOST_ADVICE).map(({ advice }) => advice);
}

function adviseDevice(known: AdvisedDevice): Weighed[] {
  return [failed(known), lost(known), slowPolls(known), timeouts(known), refusedAddresses(known), slowAnswers(known), badPoints(known)].filter((item) => item !== null);
}

function give(severity: Advice['severity'], weight: number, { device }: AdvisedDevice, title: string, detail: string): Weighed {
  return { weight, advice: { severity, title, detail, deviceId: device.id, lineId: null } };
}

function failed(known: AdvisedDevice): Weighed | null {
  const { device, status } = known;
  if (status.state !== 'error') return null;
  return give('failure', 100, known, `${device.deviceId} is in error`, status.reason);
}

function lost(known: AdvisedDevice): Weighed | null {
  const { device, status, lineLabel } = known;
  if (status.state !== 'lost') return null;
  return give('failure', 90, known, `${device.deviceId} does not answer`, `${status.reason === '' ? 'Its peer is gone or silent' : status.reason}. Run the connection test; it says where on ${lineLabel} it ends.`);
}

function slowPolls(known: AdvisedDevice): Weighed | null {
  const { device, status, diagnostics, pollIntervalMs } = known;
  if (status.latePolls === 0 || status.state !== 'connected') return null;
  const roundTrip = diagnostics?.roundTripMs?.mean;
  const measured = roundTrip === undefined ? '' : ` One request takes ${durationText(roundTrip)} on average.`;
  return give('warning', 70, known, `${device.deviceId} is polled faster than it answers`, `${status.latePolls} polls at ${durationText(pollIntervalMs)} were left out because the one before was not done.${measured} Poll less often, or group its addresses so that fewer requests are needed.`);
}

function timeouts(known: AdvisedDevice): Weighed | null {
  const { device, diagnostics } = known;
  if (!diagnostics || diagnostics.requests < ENOUGH_REQUESTS) return null;
  const share = diagnostics.timeouts / diagnostics.requests;
  if (share < 0.01) return null;
  return give('warning', 50 + Math.min(20, share * 100), known, `${device.deviceId} leaves ${(share * 100).toFixed(share < 0.1 ? 1 : 0)} % of requests unanswered`, `${diagnostics.timeouts} of ${diagnostics.requests} requests timed out. On a serial line look at termination and cable; over a network at the link; or give it a longer timeout.`);
}

function refusedAddresses(known: AdvisedDevice): Weighed | null {
  const { device } = known;
  const refused = device.findings.length;
  if (refused === 0) return null;
  const [first] = device.findings;
  return give('warning', 40, known, `${device.deviceId} refuses ${refused === 1 ? 'an address' : `${refused} addresses`}`, `${first?.message ?? ''}${refused > 1 ? ` and ${refused - 1} more` : ''}. Correct or remove those points; each costs requests of its own.`);
}

function slowAnswers(known: AdvisedDevice): Weighed | null {
  const { device, diagnostics, pollIntervalMs, status } = known;
  const roundTrip = diagnostics?.roundTripMs;
  if (!roundTrip || !diagnostics || diagnostics.requests < ENOUGH_REQUESTS || status.latePolls > 0) return null;
  if (roundTrip.p95 < pollIntervalMs / 2) return null;
  return give('hint', 30, known, `${device.deviceId} answers slowly`, `95 % of its answers come within ${durationText(roundTrip.p95)}, which leaves little of the poll interval of ${durationText(pollIntervalMs)}.`);
}

function badPoints(known: AdvisedDevice): Weighed | null {
  const { device, status } = known;
  if (status.state !== 'connected' || status.pointsBad === 0 || device.findings.length > 0) return null;
  return give('warning', 35, known, `${device.deviceId} has ${status.pointsBad} bad ${status.pointsBad === 1 ? 'value' : 'values'}`, `${status.pointsGood} of ${status.pointsGood + status.pointsBad} points are good. The register map names the reason of each.`);
}

function adviseLine({ lineId, label, load, devices }: AdvisedLine): Weighed[] {
  if (load === null || load < 0.8 || devices === 0) return [];
  return [
    {
      weight: 60 + load * 5,
      advice: {
        severity: 'warning',
        title: `${label} is in use ${(load * 100).toFixed(0)} % of the time`,
        detail: `${devices} ${devices === 1 ? 'device shares' : 'devices share'} it. Poll less often, raise the baud rate, or move a device to another line.`,
        deviceId: null,
        lineId,
      },
    },
  ];
}
