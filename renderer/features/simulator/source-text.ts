import type { Behaviour, ValueSource } from '../../../shared/domain/simulator';
import { formatPlain, type NumberFormat } from '../../components/format/number';
import { formatAge } from '../../components/format/age';
import { sourceKind } from './source-kinds';

/** What a source reads by its id: a point or a recording. */
export type NameOf = (id: string) => string;

/** The behaviour in a few words: `First-order lag`; a point without one is the constant 0. */
export function behaviourTitle(behaviour: Behaviour | undefined): string {
  return behaviour === undefined ? 'Constant' : sourceKind(behaviour.source.kind).title;
}

/** Its parameters in short: `16 to 20, 0.05`, `118 ± 24, 10 m 0 s`. */
export function sourceText(source: ValueSource | undefined, nameOf: NameOf, numbers: NumberFormat): string {
  const number = (value: number): string => formatPlain(value, numbers);
  const span = (ms: number): string => (ms < 1000 ? `${ms} ms` : ms % 1000 === 0 && ms < 600_000 ? `${ms / 1000} s` : formatAge(ms));
  if (source === undefined) return '0';
  switch (source.kind) {
    case 'constant':
      return typeof source.value === 'boolean' ? (source.value ? '1 On' : '0 Off') : typeof source.value === 'number' ? number(source.value) : (source.value ?? '');
    case 'ramp':
      return `${number(source.from)} to ${number(source.to)}, ${span(source.durationMs)}${source.atEnd === 'restart' ? '' : source.atEnd === 'back' ? ' and back' : ', stays'}`;
    case 'sine':
      return `${number(source.mean)} ± ${number(source.amplitude)}, ${span(source.periodMs)}`;
    case 'square':
      return `${number(source.low)} / ${number(source.high)}, ${span(source.periodMs)}, ${number(source.dutyPercent)} %`;
    case 'random-walk':
      return `${number(source.low)} to ${number(source.high)}, step ${number(source.step)}`;
    case 'lag':
      return `${nameOf(source.pointId)}, τ ${span(source.timeConstantMs)}`;
    case 'counter':
      return `from ${number(source.start)}, +${number(source.step)} each ${span(source.everyMs)}`;
    case 'recording':
      return `${nameOf(source.recordingId)}, column ${source.column}`;
    case 'expression':
      return source.text;
    default:
      return nameOf(source.pointId);
  }
}

/** What becomes of a written value, where that is not the usual. */
export function writeRuleText(behaviour: Behaviour | undefined): string {
  switch (behaviour?.onWrite.kind) {
    case 'hold-for':
      return `written values stay ${formatAge(behaviour.onWrite.durationMs)}`;
    case 'ignore':
      return 'writes change nothing';
    case 'refuse':
      return 'writes are refused';
    default:
      return 'written values stay';
  }
}
