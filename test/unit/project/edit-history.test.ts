import { describe, expect, it } from 'vitest';
import { EditHistory, type Step } from '../../../electron/project/edit-history';

function step(label: string, rows: number): Step {
  const value = [{ points: Array.from({ length: rows }, (_, at) => ({ id: at })) }];
  return { label, forward: [{ op: 'replace', path: ['devices'], value }], backward: [] };
}

function labels(history: EditHistory): string[] {
  const found: string[] = [];
  for (let last = history.undo(); last !== null; last = history.undo()) found.push(last.label);
  return found;
}

describe('the history of edits', () => {
  it('drops the oldest steps when together they hold too many rows', () => {
    const history = new EditHistory({ steps: 100, rows: 350 });
    for (const label of ['A', 'B', 'C', 'D']) history.push(step(label, 100));
    expect(labels(history)).toEqual(['D', 'C', 'B']);
  });

  it('keeps the newest step however large it is', () => {
    const history = new EditHistory({ steps: 100, rows: 350 });
    history.push(step('Small', 1));
    history.push(step('Huge', 10_000));
    expect(labels(history)).toEqual(['Huge']);
  });

  it('frees the rows of undone steps when they are forgotten', () => {
    const history = new EditHistory({ steps: 100, rows: 350 });
    for (let at = 0; at < 10; at += 1) {
      history.push(step(`Step ${at}`, 100));
      history.undo();
    }
    history.push(step('A', 100));
    history.push(step('B', 100));
    expect(labels(history)).toEqual(['B', 'A']);
  });
});
