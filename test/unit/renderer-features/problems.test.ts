import { describe, expect, it } from 'vitest';
import { protocolCounts } from '../../../renderer/app/frame/protocol-counts';
import type { OpenProject } from '../../../renderer/client/project-mirror';
import { problemsOf } from '../../../renderer/features/problems/problem-list';
import { id, makeDevice, makeProject, makeStatus } from './make-project';

const project = makeProject([
  makeDevice(10, 'BLR-01'),
  makeDevice(11, 'HM-03', { findings: [{ kind: 'bad-address', key: 'i40', message: 'Input register 40 is refused with exception 2.', seenAt: 0 }] }),
  makeDevice(12, 'OFF-1', { enabled: false }),
]);
const open = (change: Partial<OpenProject> = {}): OpenProject => ({ project, revision: 1, readOnly: false, readOnlyReason: '', undoLabel: null, redoLabel: null, savedAt: 0, saveError: '', recovery: '', ...change });

describe('problems', () => {
  it('names nothing without a project', () => {
    expect(problemsOf(null, [], 'disk full')).toEqual([]);
  });

  it('puts what is lost before what is only doubtful, each with the way to its fix', () => {
    const found = problemsOf(open(), [makeStatus(10, { pointsBad: 1 }), makeStatus(11, { state: 'lost', reason: 'No answer from unit 13 within 5 s, 3 tries.' })], null);
    expect(found.map((problem) => [problem.severity, problem.what, problem.fix?.command])).toEqual([
      ['bad', 'HM-03 is not reached', 'device.edit'],
      ['uncertain', 'BLR-01: 1 point is bad', 'device.open'],
      ['uncertain', 'HM-03: 1 address was refused', 'device.clearFindings'],
    ]);
  });

  it('leaves out devices that are wanted off', () => {
    expect(problemsOf(open(), [makeStatus(12, { state: 'lost', reason: 'x' })], null).map((problem) => problem.deviceId)).not.toContain(id(12));
  });

  it('says that nothing is saved or recorded before anything else', () => {
    const found = problemsOf(open({ saveError: 'No space left on the disk.' }), [makeStatus(10, { state: 'lost', reason: 'x' })], 'No space left on the disk.');
    expect(found.slice(0, 2).map((problem) => problem.id)).toEqual(['save', 'history']);
  });
});

describe('connections in the status bar', () => {
  it('counts by protocol what is wanted and what is connected', () => {
    const counts = protocolCounts(project, [makeStatus(10), makeStatus(11, { state: 'lost' })], new Map([['modbus', 'Modbus']]));
    expect(counts).toEqual([{ protocol: 'modbus', title: 'Modbus', wanted: 2, connected: 1, lost: [id(11)], troubled: [] }]);
  });

  it('names devices that answer with bad points', () => {
    const [count] = protocolCounts(project, [makeStatus(10, { pointsBad: 3 }), makeStatus(11)], new Map());
    expect(count).toMatchObject({ title: 'modbus', connected: 2, troubled: [id(10)] });
  });
});
