import type { ServerDescription, SimulatorStatus } from '../../../shared/contract/simulators';
import type { Opaque } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import { formatClock } from '../../components/format/time';
import { fieldVisible, settingValue, textOf, withDefaults } from '../../components/setting/setting-values';

/** `Running since 14:02:11`. */
export function stateText(status: SimulatorStatus | undefined): string {
  switch (status?.state) {
    case undefined:
      return 'Not known yet';
    case 'running':
      return `Running since ${formatClock(status.since)}`;
    case 'starting':
      return 'Starting';
    case 'degraded':
      return `Running in part since ${formatClock(status.since)}`;
    case 'failed':
      return 'No port could be opened';
    default:
      return 'Off';
  }
}

/** What people call a port by its settings: the visible ones of its first group in the form. */
export function portText(settings: Opaque, { portFields }: ServerDescription): string {
  const filled = withDefaults(settings, portFields);
  const group = portFields[0]?.group;
  const shown = portFields.filter((field) => field.group === group && fieldVisible(field, filled));
  return shown.map((field) => field.choices.find((choice) => choice.value === textOf(settingValue(filled, field)))?.label ?? textOf(settingValue(filled, field))).join(' ');
}

/** The key by which protocols name a port of this computer. */
const PORT_KEY = 'port';
/** From here on no system asks for rights. */
const FIRST_FREE_PORT = 1502;
const LAST_PORT = 65_535;

/**
 * Settings of a port for a new simulator: the defaults, with a port number that no other simulator has.
 * @param like settings to take over; the number is sought behind theirs
 */
export function freePort(description: ServerDescription, simulators: readonly Simulator[], like: Opaque = {}): Opaque {
  const settings = withDefaults(like, description.portFields);
  const field = description.portFields.find(({ key, kind }) => key === PORT_KEY && kind === 'integer');
  if (field === undefined) return settings;
  const usual = typeof field.defaultValue === 'number' && field.defaultValue >= FIRST_FREE_PORT ? field.defaultValue : FIRST_FREE_PORT;
  const taken = new Set(simulators.flatMap(({ ports }) => ports.map((port) => port.settings[PORT_KEY])));
  const given = like[PORT_KEY];
  let port = typeof given === 'number' && given >= FIRST_FREE_PORT && given < LAST_PORT ? given + 1 : usual;
  while (taken.has(port) && port < LAST_PORT) port += 1;
  return { ...settings, [PORT_KEY]: port };
}

/** A name that no simulator has: `SIM-01`, `SIM-02`, ... */
export function freeSimulatorName(simulators: readonly Pick<Simulator, 'name'>[]): string {
  const used = new Set(simulators.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = `SIM-${String(number).padStart(2, '0')}`;
    if (!used.has(name)) return name;
  }
}
