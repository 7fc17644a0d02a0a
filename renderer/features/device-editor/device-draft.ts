import type { DeviceEdit, ProtocolDescription } from '../../../shared/contract/devices';
import { adaptivePollingSchema, deviceLabelSchema } from '../../../shared/domain/device';
import type { AdaptivePolling, Device, Line } from '../../../shared/domain/device';
import { pollIntervalSchema } from '../../../shared/domain/point';
import type { Opaque } from '../../../shared/domain/point';
import { formatPlain } from '../../components/format/number';
import { settingProblems, withDefaults } from '../../components/setting/setting-values';

/** A device as its form holds it: everything that an edit needs, with numbers that may not be typed in whole yet. */
export interface DeviceDraft {
  readonly deviceId: string;
  readonly description: string;
  readonly protocol: string;
  readonly lineSettings: Opaque;
  readonly settings: Opaque;
  /** Null: the protocol's default. */
  readonly pollIntervalMs: number | null;
  /** Null: off. */
  readonly adaptivePolling: AdaptivePolling | null;
}

/** The form of a device that is there. */
export function draftOf(device: Device, line: Line | undefined, description: ProtocolDescription): DeviceDraft {
  return {
    deviceId: device.deviceId,
    description: device.description,
    protocol: device.protocol,
    lineSettings: withDefaults(line?.settings ?? {}, description.lineFields),
    settings: withDefaults(device.settings, description.deviceFields),
    pollIntervalMs: device.pollIntervalMs,
    adaptivePolling: device.adaptivePolling ?? null,
  };
}

/** The form of a device that is not there yet. */
export function emptyDraft(description: ProtocolDescription, defaults: { readonly line: Opaque; readonly device: Opaque }): DeviceDraft {
  return {
    deviceId: '',
    description: '',
    protocol: description.name,
    lineSettings: withDefaults(defaults.line, description.lineFields),
    settings: withDefaults(defaults.device, description.deviceFields),
    pollIntervalMs: null,
    adaptivePolling: null,
  };
}

/** What a form sends. The line keeps its name; it is found or made from its settings. */
export function editOf(draft: DeviceDraft, lineName: string | null): DeviceEdit {
  return { ...draft, deviceId: draft.deviceId.trim(), description: draft.description.trim(), lineName };
}

export function sameDraft(a: DeviceDraft, b: DeviceDraft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What is wrong with a form, by field: `deviceId`, `lineSettings.port`, `settings.unitId`. */
export function draftProblems(draft: DeviceDraft, description: ProtocolDescription, taken: readonly string[]): Record<string, string> {
  const problems: Record<string, string> = {};
  const label = draft.deviceId.trim();
  if (label === '') problems['deviceId'] = 'A name is needed';
  else if (!deviceLabelSchema.safeParse(label).success) problems['deviceId'] = 'Letters, digits, _ . : and - only, 64 at most, beginning with a letter or digit';
  else if (taken.includes(label)) problems['deviceId'] = `${label} is there already`;
  if (draft.pollIntervalMs !== null && !pollIntervalSchema.safeParse(draft.pollIntervalMs).success) problems['pollIntervalMs'] = `${formatPlain(draft.pollIntervalMs)} is not a whole number from 10 to 86,400,000`;
  if (draft.adaptivePolling !== null && !adaptivePollingSchema.safeParse(draft.adaptivePolling).success) problems['adaptivePolling'] = 'Fastest is 0.1 to 1, slowest 1 to 16, and not both are 1';
  for (const [key, problem] of Object.entries(settingProblems(description.lineFields, draft.lineSettings))) problems[`lineSettings.${key}`] = problem;
  for (const [key, problem] of Object.entries(settingProblems(description.deviceFields, draft.settings))) problems[`settings.${key}`] = problem;
  return problems;
}
