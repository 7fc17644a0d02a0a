import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { type DesktopDoor, serveIpc } from '../../../electron/desktop/ipc';
import { IPC } from '../../../electron/desktop/ipc-channels';
import { lateDoor } from '../../../electron/desktop/late-door';

vi.mock('electron', () => ({ net: {}, protocol: {} }));

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

/** Electron's ends of the two channels, as far as the carrier uses them. */
function makeIpc(): { ipcMain: IpcMain; call: (channel: string, event: IpcMainInvokeEvent, ...args: unknown[]) => unknown; tell: (channel: string, ...args: unknown[]) => void } {
  const handlers = new Map<string, Handler>();
  const emitter = Object.assign(new EventEmitter(), {
    handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
    removeHandler: (channel: string) => handlers.delete(channel),
  });
  return {
    ipcMain: emitter as unknown as IpcMain,
    call: (channel, event, ...args) => handlers.get(channel)?.(event, ...args),
    tell: (channel, ...args) => void emitter.emit(channel, ...args),
  };
}

function makeWindow(url = 'thermacore://app/index.html'): { contents: WebContents & EventEmitter; event: IpcMainInvokeEvent; sent: unknown[][] } {
  const sent: unknown[][] = [];
  const frame = { url, parent: null };
  const contents = Object.assign(new EventEmitter(), { id: 1, mainFrame: frame, isDestroyed: () => false, send: (...args: unknown[]) => void sent.push(args) }) as unknown as WebContents & EventEmitter;
  return { contents, sent, event: { sender: contents, senderFrame: frame } as unknown as IpcMainInvokeEvent };
}

function makeDoor(): DesktopDoor & { pushes: ((payload: unknown) => Promise<void>)[]; ended: number } {
  const door = {
    pushes: [] as ((payload: unknown) => Promise<void>)[],
    ended: 0,
    invoke: (name: string, input: unknown, tenantId: string | undefined) => Promise.resolve({ ok: true, value: { name, input, tenantId } }),
    subscribe: (_topic: string, _filter: unknown, push: (payload: unknown) => Promise<void>) => {
      door.pushes.push(push);
      return () => {
        door.ended += 1;
      };
    },
  };
  return door;
}

describe("the carrier of the window's contract", () => {
  it('hands a call of the main frame on, with its tenant', async () => {
    const { ipcMain, call } = makeIpc();
    serveIpc(ipcMain, makeDoor());
    await expect(call(IPC.invoke, makeWindow().event, 'device.connect', { a: 1 }, 'tenant')).resolves.toEqual({ ok: true, value: { name: 'device.connect', input: { a: 1 }, tenantId: 'tenant' } });
  });

  it.each([
    ['another origin', 'https://example.org/'],
    ['an empty page', 'about:blank'],
    ['a data address', 'data:text/html,x'],
    ['an origin that begins alike', 'thermacore://application/index.html'],
  ])('refuses %s without looking at the message', (_name, url) => {
    const { ipcMain, call } = makeIpc();
    serveIpc(ipcMain, makeDoor());
    const { event } = makeWindow(url);
    expect(() => call(IPC.invoke, event, 'system.info', {})).toThrow('Refused');
    expect(() => call(IPC.subscribe, event, 1, 'log', {})).toThrow('Refused');
  });

  it('refuses a subframe and a frame that is gone', () => {
    const { ipcMain, call } = makeIpc();
    serveIpc(ipcMain, makeDoor());
    const { event, contents } = makeWindow();
    const subframe = { url: 'thermacore://app/index.html', parent: contents.mainFrame };
    expect(() => call(IPC.invoke, { ...event, senderFrame: subframe } as unknown as IpcMainInvokeEvent, 'system.info', {})).toThrow('Refused');
    expect(() => call(IPC.invoke, { ...event, senderFrame: null }, 'system.info', {})).toThrow('Refused');
  });

  it('answers a name that is no text with an error of the contract', async () => {
    const { ipcMain, call } = makeIpc();
    serveIpc(ipcMain, makeDoor());
    await expect(call(IPC.invoke, makeWindow().event, { not: 'a name' }, {})).resolves.toMatchObject({ ok: false, error: { code: 'bad_input' } });
  });

  it('holds the next event back until the window has taken the last', async () => {
    const { ipcMain, call, tell } = makeIpc();
    const door = makeDoor();
    serveIpc(ipcMain, door);
    const { event, sent } = makeWindow();
    await expect(call(IPC.subscribe, event, 7, 'log', {})).resolves.toBeNull();
    let taken = false;
    const pushed = door.pushes[0]?.({ n: 1 }).then(() => {
      taken = true;
    });
    await Promise.resolve();
    expect(sent).toEqual([[IPC.event, 7, { n: 1 }]]);
    expect(taken).toBe(false);
    tell(IPC.taken, event, 7);
    await pushed;
    expect(taken).toBe(true);
  });

  it('ends what a page had subscribed to when it is loaded anew or gone, and lets go of a push under way', async () => {
    const { ipcMain, call } = makeIpc();
    const door = makeDoor();
    serveIpc(ipcMain, door);
    const { event, contents } = makeWindow();
    await call(IPC.subscribe, event, 1, 'log', {});
    const pushed = door.pushes[0]?.('never taken');
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    await pushed;
    expect(door.ended).toBe(1);
    await call(IPC.subscribe, event, 1, 'log', {});
    contents.emit('destroyed');
    expect(door.ended).toBe(2);
  });

  it('ends a subscription that the window gave up while the engine was still starting', async () => {
    const { ipcMain, call, tell } = makeIpc();
    const door = makeDoor();
    let opened: (door: DesktopDoor) => void = () => undefined;
    serveIpc(ipcMain, lateDoor(new Promise((resolve) => (opened = resolve))));
    const { event } = makeWindow();
    const subscribing = call(IPC.subscribe, event, 1, 'log', {});
    tell(IPC.unsubscribe, event, 1);
    opened(door);
    await subscribing;
    expect(door.ended).toBe(1);
  });

  it('refuses the same number twice and more subscriptions than a window can need', async () => {
    const { ipcMain, call } = makeIpc();
    serveIpc(ipcMain, makeDoor());
    const { event } = makeWindow();
    for (let id = 1; id <= 256; id += 1) await expect(call(IPC.subscribe, event, id, 'log', {})).resolves.toBeNull();
    await expect(call(IPC.subscribe, event, 1, 'log', {})).resolves.toMatchObject({ code: 'bad_input' });
    await expect(call(IPC.subscribe, event, 257, 'log', {})).resolves.toMatchObject({ code: 'too_many' });
  });
});
