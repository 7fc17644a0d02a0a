import { produce } from 'immer';
import { expect, it } from 'vitest';
import { dropEmptyLines, findOrMakeLine, moveToLine } from '../../../electron/engine/edits/lines';
import type { Project } from '../../../shared/domain/project';
import { makeDevice } from '../../support/domain-fixtures';
import { madeUpProtocol } from '../../support/made-up-protocol';

const { protocol } = madeUpProtocol();
const empty: Project = { schemaVersion: 2, id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', name: 'P', createdAt: 0, simulated: false, lines: [], devices: [], trends: [], simulators: [], protocols: {}, history: { retentionDays: 1 } };
const wanted = (key: string, more: { name?: string; baud?: number; replaceSettings?: boolean } = {}) => ({
  protocol, settings: { key, ...(more.baud === undefined ? {} : { baud: more.baud }) }, name: more.name ?? null, replaceSettings: more.replaceSettings ?? true,
});
function withDevices(...keys: string[]): Project {
  return produce(empty, (draft) => {
    for (const [at, key] of keys.entries()) draft.devices.push(makeDevice([], { deviceId: `D${at}`, protocol: 'madeup', lineId: findOrMakeLine(draft, wanted(key)) }));
  });
}

it('makes a line with the name that its settings give, and finds it again by its key', () => {
  const project = withDevices('a', 'a', 'b');
  expect(project.lines.map(({ name }) => name)).toEqual(['line a', 'line b']);
  expect(new Set(project.devices.slice(0, 2).map(({ lineId }) => lineId)).size).toBe(1);
});

it('gives a line that is there the new settings and name, or leaves it as it is where only the key is meant', () => {
  const project = withDevices('a');
  const given = produce(project, (draft) => void findOrMakeLine(draft, wanted('a', { baud: 9600, name: 'North' })));
  expect(given.lines).toMatchObject([{ name: 'North', settings: { key: 'a', baud: 9600 } }]);
  const left = produce(given, (draft) => void findOrMakeLine(draft, wanted('a', { replaceSettings: false })));
  expect(left).toBe(given);
});

it('takes the line along when its only device moves, with its identity and its own name', () => {
  const project = withDevices('a', 'b');
  const moved = produce(project, (draft) => moveToLine(draft, draft.devices[0]!.id, wanted('c')));
  expect(moved.lines[0]).toEqual({ ...project.lines[0], name: 'line c', settings: { key: 'c' } });
  const named = produce(project, (draft) => {
    draft.lines[0]!.name = 'North';
    moveToLine(draft, draft.devices[0]!.id, wanted('c'));
  });
  expect(named.lines[0]?.name).toBe('North');
});

it('moves a device off a shared line and leaves the others on it; onto a line that is there it joins that', () => {
  const project = withDevices('a', 'a', 'b');
  const off = produce(project, (draft) => moveToLine(draft, draft.devices[0]!.id, wanted('c')));
  expect(off.lines.map(({ settings }) => settings['key'])).toEqual(['a', 'b', 'c']);
  expect(off.devices[1]?.lineId).toBe(project.devices[1]?.lineId);
  const joined = produce(project, (draft) => {
    moveToLine(draft, draft.devices[2]!.id, wanted('a'));
    dropEmptyLines(draft);
  });
  expect(joined.lines.map(({ settings }) => settings['key'])).toEqual(['a']);
  expect(new Set(joined.devices.map(({ lineId }) => lineId)).size).toBe(1);
});
