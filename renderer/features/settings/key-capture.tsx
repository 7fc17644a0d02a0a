import { useState } from 'react';
import { chordOf, showKeys } from '../../app/commands/keys';
import { chordProblem } from '../../app/commands/key-bindings';
import { clashOf, type KeyedCommand } from '../../app/commands/keyed-commands';
import { Button } from '../../components/button/button';
import { Icon } from '../../components/icon';
import { KeyHint } from '../../components/key-hint';

interface KeyCaptureProps {
  readonly command: KeyedCommand;
  readonly commands: readonly KeyedCommand[];
  readonly desktop: boolean;
  /** Null: no keys. `from`: the command that loses them. */
  readonly onTake: (chord: string | null, from?: KeyedCommand) => void;
  readonly onLeave: () => void;
}

/** Waits for the new keys of a command; says which can't be had, and names whose they are. */
export function KeyCapture({ command, commands, desktop, onTake, onLeave }: KeyCaptureProps) {
  const [refused, setRefused] = useState('');
  const [clash, setClash] = useState<{ readonly chord: string; readonly with: KeyedCommand } | null>(null);
  const press = (chord: string): void => {
    setClash(null);
    if (chord === 'Esc') return onLeave();
    if (chord === 'Delete' || chord === 'Backspace') return onTake(null);
    const problem = chordProblem(chord, desktop);
    const other = clashOf(commands, command.id, chord);
    setRefused(problem === '' ? '' : `${showKeys(chord)} ${problem}.`);
    if (problem !== '') return undefined;
    if (other === undefined) return onTake(chord);
    setClash({ chord, with: other });
    return undefined;
  };
  return (
    <div className="key-capture">
      <button
        type="button"
        className="button key-capture-field"
        aria-label={`Press the new keys of ${command.title}`}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
        autoFocus
        onKeyDown={(event) => {
          if (event.key === 'Tab') return;
          event.preventDefault();
          event.stopPropagation();
          const chord = chordOf(event);
          if (chord !== '') press(chord);
        }}
      >
        Press the new keys
      </button>
      <span className="dim">
        <KeyHint keys="Esc" /> leaves, <KeyHint keys="Delete" /> takes the keys away
      </span>
      <div className="key-capture-answer" role="status">
        {refused === '' ? null : <span className="text-bad row"><Icon name="q-bad" size="s" />{refused}</span>}
        {clash === null ? null : <span className="text-uncertain row"><Icon name="q-unc" size="s" />{`${showKeys(clash.chord)} is the key of “${clash.with.title}”.`}</span>}
      </div>
      {clash === null ? null : (
        <div className="row">
          <Button onClick={() => onTake(clash.chord, clash.with)}>Use it here, none for the other</Button>
          <Button variant="quiet" onClick={onLeave}>Leave it</Button>
        </div>
      )}
    </div>
  );
}
