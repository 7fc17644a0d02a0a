import { describe, expect, it } from 'vitest';
import { toolsWithoutRoom, type MeasuredTool } from '../../../renderer/components/toolbar/tools-without-room';

const tools: readonly MeasuredTool[] = [
  { id: 'filter', width: 100, leaves: 'stays' },
  { id: 'notation', width: 100, leaves: 'quiet' },
  { id: 'import', width: 100, leaves: 'quiet' },
  { id: 'add', width: 100, leaves: 'late' },
  { id: 'write', width: 100, leaves: 'stays' },
];
const gone = (room: number, moreStands = false): string[] => [...toolsWithoutRoom(tools, room, 10, 30, moreStands)];

describe('a toolbar that does not fit', () => {
  it('keeps every tool while there is room for all', () => {
    expect(gone(540)).toEqual([]);
    expect(gone(539)).toEqual(['import']);
  });

  it('moves the last quiet ones first, and counts the button that they go into', () => {
    expect(gone(470)).toEqual(['import']);
    expect(gone(469)).toEqual(['import', 'notation']);
  });

  it('moves a late one only after them, and never one that stays', () => {
    expect(gone(300)).toEqual(['import', 'notation', 'add']);
    expect(gone(10)).toEqual(['import', 'notation', 'add']);
  });

  it('counts the button where it stands anyway', () => {
    expect(gone(579, true)).toEqual(['import']);
    expect(gone(580, true)).toEqual([]);
  });
});
