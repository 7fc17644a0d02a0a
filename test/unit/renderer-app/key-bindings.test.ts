import { describe, expect, it } from 'vitest';
import { CommandRegistry, type Command } from '../../../renderer/app/commands/command-registry';
import { bind, chordProblem } from '../../../renderer/app/commands/key-bindings';
import { clashOf, keyedCommands } from '../../../renderer/app/commands/keyed-commands';
import { MAP_TAB_KEYS, mapCommands } from '../../../renderer/features/register-map/map-commands';

const command = (id: string, change: Partial<Command> = {}): Command => ({ id, title: id, run: () => undefined, ...change });

function registry(desktop = true): CommandRegistry {
  const commands = new CommandRegistry(desktop, () => undefined);
  commands.register([command('a', { keys: 'Ctrl+A1', menu: 'Tools' }), command('b', { keys: 'F7', menu: 'File' }), command('c')]);
  return commands;
}

describe("a person's own keys", () => {
  it('start a command in place of those that the product gives it, and null takes them away', () => {
    const commands = registry();
    commands.bindings.set({ b: 'Ctrl+Alt+B', a: null, c: 'F8' });
    expect(commands.forChord('F7')).toBeUndefined();
    expect(['Ctrl+Alt+B', 'F8', 'Ctrl+A1'].map((chord) => commands.forChord(chord)?.id)).toEqual(['b', 'c', undefined]);
  });

  it('raise the version, so that menus and hints are drawn anew', () => {
    const commands = registry();
    const before = commands.version.get();
    commands.bindings.set({ b: 'F9' });
    expect(commands.version.get()).toBeGreaterThan(before);
  });

  it('are kept only where they differ from what the product gives', () => {
    const once = bind({}, 'b', 'F9', 'F7');
    expect(once).toEqual({ b: 'F9' });
    expect(bind(once, 'b', 'F7', 'F7')).toEqual({});
    expect(bind({}, 'c', null, undefined)).toEqual({});
    expect(bind({}, 'b', null, 'F7')).toEqual({ b: null });
  });

  it('in a browser stand where it lets them', () => {
    const commands = registry(false);
    commands.bindings.set({ b: 'Ctrl+T' });
    expect(commands.forChord('Alt+Shift+T')?.id).toBe('b');
  });
});

describe('a chord', () => {
  it.each(['Esc', 'Enter', 'Shift+Tab', 'Space', 'Shift+Down', 'F6', 'Ctrl+C'])('that a pane or a field needs is refused: %s', (chord) => {
    expect(chordProblem(chord, true)).not.toBe('');
  });

  it('that the browser keeps is refused there alone', () => {
    expect(chordProblem('Ctrl+Shift+T', false)).not.toBe('');
    expect(chordProblem('Ctrl+Shift+T', true)).toBe('');
    expect(chordProblem('Ctrl+Alt+K', false)).toBe('');
  });

  it('that another command has is named, that of a tab which is not open among them', () => {
    const listed = keyedCommands(registry(), [{ id: 'point.write', title: 'Write', menu: 'Device', keys: 'F2' }]);
    expect(clashOf(listed, 'a', 'F7')?.id).toBe('b');
    expect(clashOf(listed, 'a', 'F2')?.title).toBe('Write');
    expect(clashOf(listed, 'b', 'F7')).toBeUndefined();
  });
});

describe('the list of commands in the settings', () => {
  it('stands in the order of the menus, and says which keys were changed', () => {
    const commands = registry();
    commands.bindings.set({ c: 'F9' });
    expect(keyedCommands(commands, []).map(({ id, keys, changed }) => ({ id, keys, changed }))).toEqual([
      { id: 'b', keys: 'F7', changed: false },
      { id: 'a', keys: 'Ctrl+A1', changed: false },
      { id: 'c', keys: 'F9', changed: true },
    ]);
  });

  it('knows every command with keys that a point list brings', () => {
    const brought = mapCommands(() => null, 'BLR-01', true).filter(({ keys }) => keys !== undefined);
    expect(MAP_TAB_KEYS.map(({ id, keys, menu }) => ({ id, keys, menu }))).toEqual(expect.arrayContaining(brought.map(({ id, keys, menu }) => ({ id, keys, menu }))));
    expect(MAP_TAB_KEYS).toHaveLength(brought.length);
  });
});
