import { describe, expect, it, vi } from 'vitest';
import { CommandRegistry, type Command } from '../../../renderer/app/commands/command-registry';

const command = (id: string, change: Partial<Command> = {}): Command => ({ id, title: id, run: () => undefined, ...change });

describe('the command registry', () => {
  it('finds a command by the keys of the place it runs in', () => {
    const browser = new CommandRegistry(false, () => undefined);
    browser.register([command('project.new', { keys: 'Ctrl+N' })]);
    expect(browser.forChord('Ctrl+N')).toBeUndefined();
    expect(browser.forChord('Alt+Shift+N')?.id).toBe('project.new');
  });

  it('lets the last registered win a clash, unless it is off', () => {
    const registry = new CommandRegistry(true, () => undefined);
    registry.register([command('a', { keys: 'F5' })]);
    let off = '';
    const end = registry.register([command('b', { keys: 'F5', offReason: () => off })]);
    expect(registry.forChord('F5')?.id).toBe('b');
    off = 'Nothing is selected';
    expect(registry.forChord('F5')?.id).toBe('a');
    end();
    expect(registry.get('b')).toBeUndefined();
  });

  it('replaces a command of the same id while the later one is there', () => {
    const registry = new CommandRegistry(true, () => undefined);
    registry.register([command('x', { title: 'first' })]);
    const end = registry.register([command('x', { title: 'second' })]);
    expect(registry.all().map((one) => one.title)).toEqual(['second']);
    end();
    expect(registry.get('x')?.title).toBe('first');
  });

  it('does not run a command that is off', () => {
    const run = vi.fn();
    const registry = new CommandRegistry(true, () => undefined);
    registry.run(command('x', { run, offReason: () => 'No project is open' }));
    expect(run).not.toHaveBeenCalled();
  });

  it('hands a failure on instead of throwing it', async () => {
    const failed = vi.fn();
    const registry = new CommandRegistry(true, failed);
    const broken = command('x', {
      run: () => {
        throw new Error('no');
      },
    });
    registry.run(broken);
    await vi.waitFor(() => expect(failed).toHaveBeenCalledWith(expect.objectContaining({ message: 'no' }), broken));
  });

  it('tells menus when commands come and go', () => {
    const registry = new CommandRegistry(true, () => undefined);
    const before = registry.version.get();
    const end = registry.register([command('x')]);
    end();
    end();
    expect(registry.version.get()).toBe(before + 2);
  });
});
