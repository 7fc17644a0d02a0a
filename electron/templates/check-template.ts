import type { z } from 'zod';
import type { Opaque, Point } from '../../shared/domain/point';
import type { Template, TemplatePoint } from '../../shared/domain/template';
import type { Protocol } from '../protocols/protocol';

/** A point of a template has no identity; where a function of a protocol asks for a whole point, this one stands in. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
const MOST_PROBLEMS = 20;

/** The point as its protocol takes it, the address with its defaults, or what is wrong with it. */
export function takenPoint(point: TemplatePoint, protocol: Protocol, id: string = NO_ID): { readonly point: Point } | { readonly problem: string } {
  const address = protocol.pointAddress.safeParse(point.address);
  if (!address.success) return { problem: `${point.name}: the address does not fit: ${address.error.issues[0]?.message ?? ''}` };
  const taken: Point = { ...point, id, address: address.data };
  const problem = protocol.checkPoint(taken);
  return problem === null ? { point: taken } : { problem: `${point.name}: ${problem}` };
}

/**
 * What is wrong with a template that its schema does not see: settings, addresses and types that its protocol does not
 * take, and points that would answer to one key of the REST API. Empty when nothing is.
 */
export function checkTemplate(template: Template, protocol: Protocol): string[] {
  const problems = [
    ...settingProblems(protocol.lineSettings, template.lineSettings, 'line settings'),
    ...settingProblems(protocol.deviceSettings, template.settings, 'device settings'),
  ];
  const keys = new Map<string, string>();
  for (const given of template.points) {
    if (problems.length >= MOST_PROBLEMS) break;
    const taken = takenPoint(given, protocol);
    if ('problem' in taken) {
      problems.push(taken.problem);
      continue;
    }
    const key = `${given.sensorType}_${protocol.addressKey(taken.point)}`;
    const before = keys.get(key);
    if (before !== undefined) problems.push(`${given.name} has the address of ${before}`);
    else keys.set(key, given.name);
  }
  return problems;
}

/** A template gives some settings; those that it does not give (the host) are nobody's fault. */
function settingProblems(schema: z.ZodType<Opaque>, given: Opaque, what: string): string[] {
  const parsed = schema.safeParse(given);
  if (parsed.success) return [];
  return parsed.error.issues.filter(({ path }) => typeof path[0] === 'string' && Object.hasOwn(given, path[0])).map(({ path, message }) => `${what}, ${path.map(String).join('.')}: ${message}`);
}
