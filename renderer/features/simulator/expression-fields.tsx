import { Button, IconButton } from '../../components/button/button';
import { TextField } from '../../components/field/text-field';
import { textOf } from '../../components/setting/setting-values';
import { ownPoints } from './point-choices';
import { PointPicker } from './point-picker';
import type { SourceFieldsProps } from './source-fields-props';

const MOST_NAMES = 32;

/** An expression and the points that its names stand for. */
export function ExpressionFields({ simulator, point, draft, onChange }: SourceFieldsProps) {
  const choices = ownPoints(simulator).filter(({ id }) => id !== point?.id);
  const entries = Object.entries(draft.names);
  const rename = (from: string, to: string): void => {
    if (to in draft.names || !/^[A-Za-z_][A-Za-z0-9_]{0,31}$/.test(to)) return;
    onChange({ names: Object.fromEntries(entries.map(([name, id]) => [name === from ? to : name, id])) });
  };
  const add = (): void => {
    const name = freeName(draft.names);
    const free = choices.find(({ id }) => !Object.values(draft.names).includes(id)) ?? choices[0];
    if (free !== undefined) onChange({ names: { ...draft.names, [name]: free.id } });
  };
  return (
    <>
      <TextField label="Expression" value={textOf(draft.values['text'])} onChange={(text) => onChange({ values: { ...draft.values, text } })} multiline mono maxLength={500} placeholder="flow * (supply - return) * 1.163" />
      <p className="dim">In CEL: a + b * 2.0, a &gt; 50.0 ? 1.0 : 0.0. Every number is a double: write 2.0, not 2. t is the time in seconds.</p>
      {entries.map(([name, id]) => (
        <div key={id} className="sim-name">
          <TextField label={`Name ${name}`} hiddenLabel value={name} onChange={(next) => rename(name, next)} mono width={8} maxLength={32} />
          <PointPicker label={`Point that ${name} stands for`} hiddenLabel choices={choices} value={id} onChange={(next) => onChange({ names: { ...draft.names, [name]: next } })} />
          <IconButton icon="close" label={`Take ${name} out`} onClick={() => onChange({ names: Object.fromEntries(entries.filter(([each]) => each !== name)) })} />
        </div>
      ))}
      <div>
        <Button icon="plus" offReason={choices.length === 0 ? 'There is no other point' : entries.length >= MOST_NAMES ? `${MOST_NAMES} names are the most` : ''} onClick={add}>
          Add a point
        </Button>
      </div>
    </>
  );
}

/** `a`, `b`, ... that is not taken. */
function freeName(names: Readonly<Record<string, string>>): string {
  for (let at = 0; ; at += 1) {
    const name = String.fromCodePoint(97 + (at % 26)) + (at < 26 ? '' : String(Math.floor(at / 26)));
    // The time has this one.
    if (name !== 't' && !(name in names)) return name;
  }
}
