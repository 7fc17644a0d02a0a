import type { LineStatus, Overview } from '../../../shared/contract/devices';
import type { DeviceStatus } from '../../../shared/domain/device';
import type { Project } from '../../../shared/domain/project';
import type { Protocol } from '../../protocols/protocol';
import { advise, type AdvisedDevice, type AdvisedLine } from './advice';

type ProtocolSummary = Overview['protocols'][number];

const STATE_ORDER: Readonly<Record<DeviceStatus['state'], number>> = { error: 0, lost: 1, connecting: 2, connected: 3, off: 4 };

/** The worst first: by state, then by bad values, then by round trip. */
export function worstFirst(a: DeviceStatus, b: DeviceStatus): number {
  return STATE_ORDER[a.state] - STATE_ORDER[b.state] || b.pointsBad - a.pointsBad || b.latePolls - a.latePolls || (b.roundTripMs ?? 0) - (a.roundTripMs ?? 0);
}

export interface OverviewInput {
  readonly project: Pick<Project, 'protocols'>;
  readonly protocols: readonly Protocol[];
  readonly devices: readonly AdvisedDevice[];
  readonly lines: readonly (AdvisedLine & { readonly status: LineStatus })[];
}

/** Protocols, lines and devices as the overview shows them. */
export function makeOverview({ project, protocols, devices, lines }: OverviewInput): Overview {
  const lineOrder = { failed: 0, opening: 1, open: 2, closed: 3 };
  return {
    protocols: protocols.map((protocol) => summarize(protocol, project.protocols[protocol.description.name]?.enabled !== false, devices)),
    lines: lines.map(({ status }) => status).sort((a, b) => lineOrder[a.state] - lineOrder[b.state] || (b.load ?? 0) - (a.load ?? 0)),
    devices: devices.map(({ status }) => status).sort(worstFirst),
    advice: advise(devices, lines),
  };
}

function summarize({ description: { name, title } }: Protocol, enabled: boolean, all: readonly AdvisedDevice[]): ProtocolSummary {
  const devices = all.filter(({ device }) => device.protocol === name);
  const wanted = devices.filter(({ status }) => status.state !== 'off');
  const connected = wanted.filter(({ status }) => status.state === 'connected');
  const troubled = wanted.filter(({ status }) => status.state === 'lost' || status.state === 'error');
  const trips = connected.map(({ status }) => status.roundTripMs).filter((ms) => ms !== null);
  return {
    name,
    title,
    enabled,
    status: statusOf(enabled, devices.length, wanted.length, connected.length, troubled.length),
    healthScore: healthScore(wanted.map(({ status }) => status)),
    devices: devices.length,
    connected: connected.length,
    roundTripMs: trips.length === 0 ? null : trips.reduce((sum, ms) => sum + ms, 0) / trips.length,
    secured: devices.filter(({ device }) => device.settings['tls'] === true).length,
    message: troubled[0] ? `${troubled[0].device.deviceId}: ${troubled[0].status.reason}` : '',
  };
}

function statusOf(enabled: boolean, devices: number, wanted: number, connected: number, troubled: number): ProtocolSummary['status'] {
  if (!enabled) return 'off';
  if (devices === 0) return 'empty';
  if (wanted === 0) return 'ready';
  if (connected === 0 && troubled > 0) return 'error';
  return troubled > 0 ? 'degraded' : 'ready';
}

/**
 * Health from 0 to 100 of the devices that are wanted: each counts for its share of good values while it is connected,
 * and for nothing while it is lost. 100 where nothing is wanted.
 */
export function healthScore(wanted: readonly DeviceStatus[]): number {
  if (wanted.length === 0) return 100;
  const sum = wanted.reduce((total, status) => total + deviceHealth(status), 0);
  return Math.round((sum / wanted.length) * 100);
}

function deviceHealth({ state, pointsGood, pointsBad }: DeviceStatus): number {
  if (state !== 'connected') return 0;
  return pointsGood + pointsBad === 0 ? 1 : pointsGood / (pointsGood + pointsBad);
}
