import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../../shared/contract/answer';
import type { TemplateComparison } from '../../../shared/contract/templates';
import type { Point } from '../../../shared/domain/point';
import type { Template } from '../../../shared/domain/template';
import type { Protocol } from '../../protocols/protocol';
import { checkTemplate, takenPoint } from '../../templates/check-template';

/** @throws ProcedureError `bad_input` with every problem of the template */
export function mustFit(template: Template, protocol: Protocol): void {
  const problems = checkTemplate(template, protocol);
  if (problems.length > 0) {
    throw new ProcedureError('bad_input', `The template does not fit ${protocol.description.title}: ${problems.join('; ')}.`, { fields: problems.map((message) => ({ path: 'template', message })) });
  }
}

/** The points of a template for a device, each with an identity of its own. @throws ProcedureError `bad_input` */
export function pointsOf(template: Template, protocol: Protocol): Point[] {
  mustFit(template, protocol);
  return template.points.flatMap((given) => {
    const taken = takenPoint(given, protocol, randomUUID());
    return 'point' in taken ? [taken.point] : [];
  });
}

/** What taking a template into a device does. Points are the same where they answer to the same key. */
export interface TemplateMerge {
  readonly added: readonly Point[];
  /** Points of the device with the template's scale, offset and address in place of their own. */
  readonly changed: readonly Point[];
  readonly comparison: TemplateComparison;
}

/** Compares by key; the template tells scale and address, everything that a person set besides stays. */
export function mergeTemplate(existing: readonly Point[], template: Template, protocol: Protocol): TemplateMerge {
  const keyOf = (point: Point): string => `${point.sensorType}_${protocol.addressKey(point)}`;
  const known = new Map(existing.map((point) => [keyOf(point), point]));
  const added: Point[] = [];
  const changed: Point[] = [];
  const rescaled: TemplateComparison['rescaled'] = [];
  let same = 0;
  for (const point of pointsOf(template, protocol)) {
    const before = known.get(keyOf(point));
    if (before === undefined) {
      added.push(point);
      continue;
    }
    known.delete(keyOf(point));
    const now: Point = { ...before, dataType: point.dataType, address: point.address, scale: point.scale, offset: point.offset };
    if (sameReading(before, now)) same += 1;
    else changed.push(now);
    if (before.scale !== now.scale) rescaled.push({ name: before.name, before: before.scale, now: now.scale });
  }
  return { added, changed, comparison: { added: added.length, same, changed: changed.length, rescaled, others: known.size } };
}

function sameReading(before: Point, now: Point): boolean {
  return before.dataType === now.dataType && before.scale === now.scale && before.offset === now.offset && JSON.stringify(before.address) === JSON.stringify(now.address);
}
