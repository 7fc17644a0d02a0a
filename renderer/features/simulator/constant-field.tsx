import { useState } from 'react';
import type { Point } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import { TextField } from '../../components/field/text-field';
import type { NumberFormat } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { typedNumber } from '../../components/format/read-number';
import { readTyped } from '../write/write-model';

interface ConstantFieldProps {
  readonly point: Point | undefined;
  readonly value: WireValue;
  readonly numbers: NumberFormat;
  readonly onChange: (value: WireValue) => void;
}

/** The value of a constant as the point's type has it: a number, a word of its enumeration, a time, a text. */
export function ConstantField({ point, value, numbers, onChange }: ConstantFieldProps) {
  const [text, setText] = useState(() => (point === undefined || value === null ? '' : typeof value === 'number' && point.enumeration.length === 0 ? typedNumber(value, numbers) : pointValueText(value, point, numbers)));
  const [problem, setProblem] = useState('');
  if (point === undefined) return null;
  const take = (next: string): void => {
    setText(next);
    // A simulator shows also what lies beyond a point's limits.
    const read = readTyped(next, { ...point, low: null, high: null }, numbers);
    setProblem('problem' in read ? read.problem : '');
    if ('value' in read) onChange(read.value);
  };
  const labels = point.enumeration.map(({ label }) => label);
  const offered = labels.length > 0 ? labels : point.dataType === 'boolean' ? ['On', 'Off'] : undefined;
  return <TextField label="Value" value={text} onChange={take} unit={point.unit} width={14} error={problem === '' ? undefined : problem} {...(offered === undefined ? {} : { suggestions: offered })} />;
}
