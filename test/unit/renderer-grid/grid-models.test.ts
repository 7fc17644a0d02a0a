import { describe, expect, test } from 'vitest';
import { selectionAfterKey } from '../../../renderer/components/grid/grid-keys';
import { LivePainter } from '../../../renderer/components/grid/live-painter';
import { extendTo, findByPrefix, keepExisting, move, NO_SELECTION, selectAll, selectOnly, toggle } from '../../../renderer/components/grid/selection-model';

const keys = ['a', 'b', 'c', 'd', 'e'];
const press = { key: '', ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };

describe('the selection of a grid', () => {
  test('extends from where it began, both ways', () => {
    const from = selectOnly(NO_SELECTION, 'c');
    expect([...extendTo(from, keys, 'e').selected]).toEqual(['c', 'd', 'e']);
    expect([...extendTo(extendTo(from, keys, 'e'), keys, 'a').selected]).toEqual(['a', 'b', 'c']);
  });

  test('moves with the arrows and stops at the ends', () => {
    const last = move(selectOnly(NO_SELECTION, 'e'), keys, { rows: 1 }, 'select');
    expect(last.focus).toBe('e');
    expect(move(NO_SELECTION, keys, { rows: 1 }, 'select').focus).toBe('a');
    expect(move(last, keys, { rows: -20 }, 'select').focus).toBe('a');
  });

  test('keeps what is selected while Ctrl moves the cursor, and Space adds', () => {
    const moved = selectionAfterKey(selectOnly(NO_SELECTION, 'a'), { ...press, key: 'ArrowDown', ctrlKey: true }, { keys, columns: 3, pageRows: 2 });
    expect(moved?.focus).toBe('b');
    expect([...(moved?.selected ?? [])]).toEqual(['a']);
    const added = moved === null ? null : selectionAfterKey(moved, { ...press, key: ' ', ctrlKey: true }, { keys, columns: 3, pageRows: 2 });
    expect([...(added?.selected ?? [])].sort()).toEqual(['a', 'b']);
  });

  test('takes all with Ctrl+A and leaves Alt keys to others', () => {
    expect(selectionAfterKey(NO_SELECTION, { ...press, key: 'a', ctrlKey: true }, { keys, columns: 3, pageRows: 2 })?.selected.size).toBe(5);
    expect(selectionAfterKey(NO_SELECTION, { ...press, key: 'ArrowLeft', altKey: true }, { keys, columns: 3, pageRows: 2 })).toBeNull();
  });

  test('goes to the nearest row when its own is deleted', () => {
    const selection = toggle(selectOnly(NO_SELECTION, 'b'), 'c');
    const after = keepExisting(selection, ['a', 'd', 'e'], keys);
    expect(after.focus).toBe('d');
    expect([...after.selected]).toEqual(['d']);
    expect(keepExisting(selection, [], keys)).toEqual(NO_SELECTION);
  });

  test('keeps rows that stay when others go', () => {
    const after = keepExisting(selectAll(NO_SELECTION, keys), ['a', 'c'], keys);
    expect([...after.selected]).toEqual(['a', 'c']);
  });

  test('finds a row by the letters typed, and the next one by the same letter', () => {
    const names = ['Supply', 'Return', 'Setpoint'].map((name) => ({ key: name, name }));
    expect(findByPrefix(names, 'Supply', 's')).toBe('Setpoint');
    expect(findByPrefix(names, 'Setpoint', 's')).toBe('Supply');
    expect(findByPrefix(names, 'Supply', 'su')).toBe('Supply');
    expect(findByPrefix(names, null, 'x')).toBeNull();
  });
});

/** Frames and timers that the test hands out. */
class Frames {
  time = 0;
  frames = 0;
  #frame: (() => void) | null = null;
  #timer: { readonly at: number; readonly callback: () => void } | null = null;
  now = (): number => this.time;
  request = (callback: () => void): number => {
    this.#frame = callback;
    return 1;
  };
  cancel = (): void => {
    this.#frame = null;
  };
  wait = (callback: () => void, milliseconds: number): (() => void) => {
    const timer = { at: this.time + milliseconds, callback };
    this.#timer = timer;
    return () => {
      if (this.#timer === timer) this.#timer = null;
    };
  };
  get asked(): boolean {
    return this.#frame !== null || this.#timer !== null;
  }
  next(milliseconds: number): void {
    this.time += milliseconds;
    const timer = this.#timer;
    if (timer !== null && timer.at <= this.time) {
      this.#timer = null;
      timer.callback();
    }
    const frame = this.#frame;
    this.#frame = null;
    if (frame === null) return;
    this.frames += 1;
    frame();
  }
}

describe('the painter of live rows', () => {
  test('paints a row that changes at 60 Hz at most 30 times a second', () => {
    const frames = new Frames();
    const painter = new LivePainter(frames);
    let paints = 0;
    painter.attach('p', { paint: () => (paints += 1) });
    paints = 0;
    for (let frame = 0; frame < 60; frame += 1) {
      painter.changed(['p']);
      frames.next(1000 / 60);
    }
    expect(paints).toBeLessThanOrEqual(31);
    expect(paints).toBeGreaterThanOrEqual(28);
  });

  test('paints only rows that changed, and all of them once an age step', () => {
    const frames = new Frames();
    const painter = new LivePainter(frames);
    const paints: string[] = [];
    painter.attach('a', { paint: () => paints.push('a') });
    painter.attach('b', { paint: () => paints.push('b') });
    frames.next(100);
    paints.length = 0;
    painter.changed(['b', 'elsewhere']);
    frames.next(40);
    expect(paints).toEqual(['b']);
    frames.next(60);
    expect(paints).toEqual(['b', 'a', 'b']);
  });

  test('asks for a frame only when there is something to paint', () => {
    const frames = new Frames();
    const painter = new LivePainter(frames);
    painter.attach('a', { paint: () => undefined });
    frames.frames = 0;
    for (let frame = 0; frame < 60; frame += 1) frames.next(1000 / 60);
    expect(frames.frames).toBeLessThanOrEqual(11);
    expect(frames.frames).toBeGreaterThanOrEqual(8);
  });

  test('asks for no frame while it shows nothing, nor after it was closed', () => {
    const frames = new Frames();
    const painter = new LivePainter(frames);
    painter.changed(['a']);
    expect(frames.asked).toBe(false);
    const detach = painter.attach('a', { paint: () => undefined });
    expect(frames.asked).toBe(true);
    detach();
    frames.next(200);
    expect(frames.asked).toBe(false);
    painter.attach('a', { paint: () => undefined });
    painter.close();
    expect(frames.asked).toBe(false);
  });
});
