import type { Opaque } from '../../shared/domain/point';
import type { Project } from '../../shared/domain/project';

/** How a secret of the vault is named in settings. */
const VAULT_REFERENCE = /^vault:/;

/**
 * A copy of the project without its references to the vault: they would mean nothing on another machine.
 * @returns the copy, and for each secret where it belongs in plain words
 */
export function leaveOutSecrets(project: Project): { project: Project; leftOut: string[] } {
  const leftOut: string[] = [];
  const clean = (settings: Opaque, where: string): Opaque => cleanRecord(settings, where, leftOut);
  const cleaned: Project = {
    ...project,
    lines: project.lines.map((line) => ({ ...line, settings: clean(line.settings, `line ${line.name}`) })),
    simulators: project.simulators.map((simulator) => ({
      ...simulator,
      ports: simulator.ports.map((port) => ({ ...port, settings: clean(port.settings, `simulator ${simulator.name}`) })),
      units: simulator.units.map((unit) => ({ ...unit, settings: clean(unit.settings, `simulator ${simulator.name}, ${unit.name}`) })),
    })),
    devices: project.devices.map((device) => ({ ...device, settings: clean(device.settings, `device ${device.deviceId}`) })),
    protocols: Object.fromEntries(
      Object.entries(project.protocols).map(([name, policy]) => [
        name,
        { ...policy, lineDefaults: clean(policy.lineDefaults, `line defaults of ${name}`), deviceDefaults: clean(policy.deviceDefaults, `device defaults of ${name}`) },
      ]),
    ),
  };
  return { project: cleaned, leftOut };
}

type Json = Opaque[string];

function cleanRecord(record: Opaque, where: string, leftOut: string[]): Opaque {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, cleanValue(value, `${where}: ${key}`, leftOut)]));
}

function cleanValue(value: Json, where: string, leftOut: string[]): Json {
  if (typeof value === 'string') {
    if (!VAULT_REFERENCE.test(value)) return value;
    leftOut.push(where);
    return '';
  }
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, where, leftOut));
  if (typeof value === 'object' && value !== null) return cleanRecord(value, where, leftOut);
  return value;
}
