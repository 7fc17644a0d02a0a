import { describe, expect, it } from 'vitest';
import { projectLayoutSchema, Workspace } from '../../../renderer/app/workspace/workspace';

const overview = { kind: 'overview', id: 'overview' };
const make = (): Workspace => new Workspace((screen) => (screen === 'devices' ? [overview] : []));

describe('the workspace', () => {
  it('begins with the tabs that are always there, which cannot be closed', () => {
    const workspace = make();
    workspace.openScreen('devices');
    workspace.close(overview);
    expect(workspace.activeDocument()).toEqual(overview);
  });

  it('goes back and forward through screens and tabs', () => {
    const workspace = make();
    workspace.openScreen('devices');
    workspace.open({ kind: 'register-map', id: 'a' });
    workspace.openScreen('settings');
    workspace.back();
    expect(workspace.state.get().screen).toBe('devices');
    expect(workspace.activeDocument()?.id).toBe('a');
    workspace.back();
    expect(workspace.activeDocument()).toEqual(overview);
    workspace.forward();
    expect(workspace.activeDocument()?.id).toBe('a');
    expect(workspace.history.get()).toEqual({ back: 1, forward: 1 });
  });

  it('forgets the way forward after going elsewhere', () => {
    const workspace = make();
    workspace.openScreen('devices');
    workspace.open({ kind: 'register-map', id: 'a' });
    workspace.back();
    workspace.open({ kind: 'register-map', id: 'b' });
    expect(workspace.history.get().forward).toBe(0);
  });

  it('brings the selection back with the place', () => {
    const workspace = make();
    workspace.openScreen('devices');
    workspace.select({ kind: 'device', deviceId: 'a' });
    workspace.open({ kind: 'register-map', id: 'b' });
    workspace.select({ kind: 'device', deviceId: 'b' });
    workspace.back();
    expect(workspace.state.get().selection).toEqual({ kind: 'device', deviceId: 'a' });
  });

  it('remembers the height of the lower dock by screen', () => {
    const workspace = make();
    workspace.openScreen('devices');
    workspace.setDockHeight(400);
    workspace.openScreen('settings');
    workspace.setDockHeight(120);
    expect(workspace.state.get().dockHeights).toEqual({ devices: 400, settings: 120 });
  });

  it('gives another project nothing of the one before', () => {
    const workspace = make();
    workspace.openScreen('devices');
    workspace.open({ kind: 'register-map', id: 'a' });
    workspace.viewStates.set('register-map:a/filter', 'supply');
    const kept = projectLayoutSchema.parse(JSON.parse(JSON.stringify({ layouts: workspace.state.get().layouts, viewStates: Object.fromEntries(workspace.viewStates) })));
    workspace.restore(null);
    expect(workspace.activeDocument()).toEqual(overview);
    expect(workspace.viewStates.size).toBe(0);
    workspace.restore(kept);
    expect(workspace.activeDocument()?.id).toBe('a');
    expect(workspace.viewStates.get('register-map:a/filter')).toBe('supply');
  });
});
