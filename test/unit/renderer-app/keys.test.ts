import { describe, expect, it } from 'vitest';
import { belongsToField, chordOf, keysForPlace, type KeyPress } from '../../../renderer/app/commands/keys';

const press = (key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({ key, code, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...modifiers });

describe('chords', () => {
  it('names modifiers in one order', () => {
    expect(chordOf(press('D', 'KeyD', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+D');
    expect(chordOf(press('l', 'KeyL', { ctrlKey: true, altKey: true }))).toBe('Ctrl+Alt+L');
    expect(chordOf(press('ArrowLeft', 'ArrowLeft', { altKey: true }))).toBe('Alt+Left');
    expect(chordOf(press('F6', 'F6', { shiftKey: true }))).toBe('Shift+F6');
  });

  it('takes the place of the key where Alt would make a sign of it', () => {
    expect(chordOf(press('@', 'KeyQ', { ctrlKey: true, altKey: true }))).toBe('Ctrl+Alt+Q');
    expect(chordOf(press('&', 'Digit1', { ctrlKey: true }))).toBe('Ctrl+1');
  });

  it('takes letters by their meaning on another layout', () => {
    expect(chordOf(press('z', 'KeyY', { ctrlKey: true }))).toBe('Ctrl+Z');
  });

  it('knows plus and minus on both keyboards', () => {
    expect(chordOf(press('+', 'BracketRight', { ctrlKey: true }))).toBe('Ctrl+Plus');
    expect(chordOf(press('=', 'Equal', { ctrlKey: true }))).toBe('Ctrl+Plus');
    expect(chordOf(press('+', 'Equal', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Plus');
    expect(chordOf(press('-', 'NumpadSubtract', { ctrlKey: true }))).toBe('Ctrl+Minus');
  });

  it('is empty for a modifier alone', () => {
    expect(chordOf(press('Control', 'ControlLeft', { ctrlKey: true }))).toBe('');
  });
});

describe('keys where the window runs', () => {
  it('moves what a browser keeps to Alt and Shift', () => {
    expect(keysForPlace('Ctrl+N', false)).toBe('Alt+Shift+N');
    expect(keysForPlace('Ctrl+W', false)).toBe('Alt+Shift+W');
    expect(keysForPlace('Ctrl+N', true)).toBe('Ctrl+N');
    expect(keysForPlace('Ctrl+K', false)).toBe('Ctrl+K');
  });

  it.each(['A', 'Shift+A', 'Ctrl+Z', 'Ctrl+C', 'Enter', 'Esc', 'Space'])('leaves %s to the field that has the focus', (chord) => {
    expect(belongsToField(chord)).toBe(true);
  });

  it.each(['Ctrl+K', 'F2', 'Alt+Left', 'Ctrl+S'])('takes %s also from a field', (chord) => {
    expect(belongsToField(chord)).toBe(false);
  });
});
