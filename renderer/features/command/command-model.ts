import type { PreparedPointCommand } from '../../../shared/contract/commands';
import type { SettingField } from '../../../shared/contract/setting-field';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import { settingProblems } from '../../components/setting/setting-values';
import type { FeedbackChoice } from './feedback-fields';

/** What decides whether a command may be given. */
export interface CommandGate {
  readonly armed: boolean;
  /** What is wrong with the value or the options; empty when nothing is. */
  readonly problem: string;
  readonly prepared: PreparedPointCommand | null;
  readonly feedback: FeedbackChoice;
}

/** Why a command can't be given now, in plain words; empty when it can. */
export function commandOffReason({ armed, problem, prepared, feedback }: CommandGate): string {
  if (!armed) return 'Read-only is on. Arm writing first.';
  if (problem !== '') return problem;
  if (prepared === null) return 'The octets are being made up.';
  if (prepared.problem !== '') return prepared.problem;
  const { pointId, withinS } = feedback;
  return pointId !== null && (withinS === null || withinS < 0.1 || withinS > 60) ? 'The feedback is awaited for 0.1 to 60 s.' : '';
}

/** The first field of a form that is wrong; empty when none is. */
export function optionProblem(fields: readonly SettingField[], options: Opaque): string {
  const [first] = Object.entries(settingProblems(fields, options));
  if (first === undefined) return '';
  return `${fields.find(({ key }) => key === first[0])?.label ?? first[0]}: ${first[1]}`;
}

/** What a chosen feedback point should show: the expected value where it can show it, else any change. */
export function expectedAt(point: Pick<Point, 'dataType'> | undefined, expected: WireValue): WireValue {
  if (point === undefined || expected === null) return null;
  // On and off mean nothing to a number that may have four states.
  if (typeof expected === 'boolean') return point.dataType === 'boolean' ? expected : null;
  return point.dataType === 'boolean' || point.dataType === 'string' ? null : expected;
}
