import { Fragment, useRef, useState } from 'react';
import { useApp, useCommandVersion } from '../../app/app-context';
import { bind } from '../../app/commands/key-bindings';
import { keyedCommands, type KeyedCommand } from '../../app/commands/keyed-commands';
import { showKeys } from '../../app/commands/keys';
import { Button } from '../../components/button/button';
import { TextField } from '../../components/field/text-field';
import { KeyHint } from '../../components/key-hint';
import { KeyCapture } from './key-capture';

/** Keys that no command stands behind: they belong to the pane that has the focus. */
const fixed: readonly (readonly [string, string])[] = [
  ['F6, Shift F6', 'Next and previous region'],
  ['Esc', 'Leave, cancel'],
  ['Enter', 'Open, accept an edit'],
  ['Space', 'Select a row; pause the trend'],
  ['Ctrl Enter', 'Do it: write, apply'],
  ['Arrows, Home, End, Page', 'Move in a grid or a tree; with Shift, select'],
  ['Letters', 'Find a row by its name'],
];

/** Every command with its keys, which the person can change; kept apart from the project. */
export function KeyboardSection() {
  const { commands, features } = useApp();
  useCommandVersion();
  const [filter, setFilter] = useState('');
  const [taking, setTaking] = useState<string | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const all = keyedCommands(commands, features.tabKeys);
  const wanted = filter.trim().toLowerCase();
  const shown = all.filter(({ title, keys }) => `${title} ${keys === undefined ? '' : showKeys(keys)}`.toLowerCase().includes(wanted));
  const changed = all.filter((command) => command.changed).length;

  const leave = (id: string): void => {
    setTaking(null);
    // The button that was pressed is there again once the row is drawn.
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-command="${CSS.escape(id)}"] button`)?.focus());
  };
  const take = (command: KeyedCommand, chord: string | null, from?: KeyedCommand): void => {
    commands.bindings.update((before) => {
      const freed = from === undefined ? before : bind(before, from.id, null, from.given);
      return bind(freed, command.id, chord, command.given);
    });
    leave(command.id);
  };
  const reset = (command: KeyedCommand): void => {
    commands.bindings.update((before) => bind(before, command.id, command.given ?? null, command.given));
    leave(command.id);
  };

  return (
    <div className="settings-body">
      <div className="row wrap">
        <TextField label="Filter the commands" hiddenLabel type="search" icon="filter" placeholder="Filter by name or key" value={filter} onChange={setFilter} />
        <span className="grow" />
        <Button offReason={changed === 0 ? 'All keys are as the product gives them.' : ''} onClick={() => commands.bindings.set({})}>
          Reset all keys
        </Button>
      </div>
      <div className="framed">
        <table className="list keys-list">
          <thead>
            <tr>
              <th>Key</th>
              <th>What it does</th>
              <th>Menu</th>
              <th>Change</th>
            </tr>
          </thead>
          <tbody ref={body}>
            {shown.map((command) => (
              <Fragment key={command.id}>
                <tr data-command={command.id}>
                  <td>{command.keys === undefined ? <span className="dim">none</span> : <KeyHint keys={showKeys(command.keys)} />}</td>
                  <td className="keys-what">
                    {command.title}
                    {command.changed ? <span className="dim"> (changed)</span> : null}
                  </td>
                  <td className="dim">{command.menu ?? ''}</td>
                  <td>{taking === command.id ? null : <ChangeButtons command={command} onChange={() => setTaking(command.id)} onReset={() => reset(command)} />}</td>
                </tr>
                {taking === command.id ? (
                  <tr>
                    <td colSpan={4}>
                      <KeyCapture command={command} commands={all} desktop={commands.desktop} onTake={(chord, from) => take(command, chord, from)} onLeave={() => leave(command.id)} />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            ))}
            {fixed.filter(([keys, text]) => `${text} ${keys}`.toLowerCase().includes(wanted)).map(([keys, text]) => (
              <tr key={keys}>
                <td>
                  <KeyHint keys={keys} />
                </td>
                <td>{text}</td>
                <td className="dim">everywhere</td>
                <td className="dim">fixed</td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 ? <p className="keys-none dim">No command is called this</p> : null}
      </div>
      <p className="dim">Single letters work only where no text field has the focus.{commands.desktop ? '' : ' A browser keeps Ctrl+N, T and W for itself; here the same stand with Alt+Shift.'}</p>
    </div>
  );
}

function ChangeButtons({ command, onChange, onReset }: { readonly command: KeyedCommand; readonly onChange: () => void; readonly onReset: () => void }) {
  const given = command.given === undefined ? 'none' : showKeys(command.given);
  return (
    <span className="row">
      <Button variant="quiet" label={`Change the keys of ${command.title}`} onClick={onChange}>Change</Button>
      {command.changed ? <Button variant="quiet" label={`Reset to ${given} the keys of ${command.title}`} onClick={onReset}>{`Reset to ${given}`}</Button> : null}
    </span>
  );
}
