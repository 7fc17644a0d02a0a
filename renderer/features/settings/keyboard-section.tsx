import { useApp, useCommandVersion } from '../../app/app-context';
import { menuNames } from '../../app/commands/command-registry';
import { showKeys } from '../../app/commands/keys';
import { KeyHint } from '../../components/key-hint';

/** Keys that no command stands behind: they belong to the pane that has the focus. */
const fixed: readonly (readonly [string, string])[] = [
  ['F6, Shift F6', 'Next and previous region'],
  ['Esc', 'Leave, cancel'],
  ['Enter', 'Open, accept an edit'],
  ['Ctrl Enter', 'Do it: write, apply'],
  ['Arrows, Home, End, Page', 'Move in a grid or a tree; with Shift, select'],
  ['Letters', 'Find a row by its name'],
];

export function KeyboardSection() {
  const { commands } = useApp();
  useCommandVersion();
  const rows = commands.all().flatMap((command) => {
    const keys = commands.keysOf(command);
    return keys === undefined ? [] : [{ command, keys }];
  });
  const order = (menu: string | undefined): number => menuNames.findIndex((name) => name === menu);
  rows.sort((a, b) => order(a.command.menu) - order(b.command.menu));
  return (
    <div className="settings-body">
      <div className="framed">
        <table className="list">
          <thead>
            <tr>
              <th>Key</th>
              <th>What it does</th>
              <th>Menu</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ command, keys }) => (
              <tr key={command.id}>
                <td>
                  <KeyHint keys={showKeys(keys)} />
                </td>
                <td>{command.title}</td>
                <td className="dim">{command.menu ?? ''}</td>
              </tr>
            ))}
            {fixed.map(([keys, text]) => (
              <tr key={keys}>
                <td>
                  <KeyHint keys={keys} />
                </td>
                <td>{text}</td>
                <td className="dim">everywhere</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="dim">Keys can’t be changed yet. Single letters work only where no text field has the focus.{commands.desktop ? '' : ' A browser keeps Ctrl+N, T and W for itself; here the same stand with Alt+Shift.'}</p>
    </div>
  );
}
