import { describe, expect, it } from 'vitest';
import { DEFAULT_LINK, decodeLinkFrame, encodeLinkFrame, LinkAssociation, type Broadcast, type LinkFrame, type LinkOutcome, type LinkSettings } from '../../../electron/stacks/dnp3';
import { hex } from '../../../electron/stacks/dnp3/octets';
import { octets } from '../../vectors/dnp3/octets';

/** A master's end (address 1) of the link to outstation 1024, under a clock that the test moves. */
class DrivenLink {
  now = 0;
  sent: string[] = [];
  delivered: { readonly hex: string; readonly broadcast: Broadcast | undefined }[] = [];
  reachable: boolean[] = [];
  takes = true;
  readonly link: LinkAssociation;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(settings: Partial<LinkSettings> = {}) {
    this.link = new LinkAssociation(
      { ...DEFAULT_LINK, role: 'master', localAddress: 1, remoteAddress: 1024, timeoutMs: 100, retries: 2, ...settings },
      {
        send: (frame) => {
          if (this.takes) this.sent.push(describeFrame(frame));
          return this.takes;
        },
        deliver: (segment, broadcast) => this.delivered.push({ hex: hex(segment), broadcast }),
        wake: (at) => {
          this.#wakeAt = Math.min(this.#wakeAt, at);
        },
        onReachable: (reachable) => this.reachable.push(reachable),
      },
      0,
    );
  }

  take(): string[] {
    return this.sent.splice(0);
  }

  receive(frame: Partial<LinkFrame>): void {
    const { role, localAddress, remoteAddress } = this.link.settings;
    const whole = { fromMaster: role === 'outstation', primary: false, fcb: false, fcvOrDfc: false, functionCode: 0, destination: localAddress, source: remoteAddress, userData: new Uint8Array(0), ...frame };
    if (this.link.accepts(whole)) this.link.receive(whole, this.now);
  }

  advance(ms: number): void {
    const target = this.now + ms;
    for (let ticks = 0; this.#wakeAt <= target; ticks += 1) {
      if (ticks > 1000) throw new Error('the link asks for ticks without an end');
      this.now = Math.max(this.now, this.#wakeAt);
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.link.tick(this.now);
    }
    this.now = target;
  }

  send(...segments: string[]): { outcome: LinkOutcome | undefined; times: number } {
    const held: { outcome: LinkOutcome | undefined; times: number } = { outcome: undefined, times: 0 };
    this.link.sendSegments(segments.map(octets), this.now, (outcome) => {
      held.outcome = outcome;
      held.times += 1;
    });
    return held;
  }
}

function describeFrame(frame: Uint8Array): string {
  const decoded = decodeLinkFrame(frame, 0);
  if (decoded.kind !== 'value') throw new Error('not a frame');
  const { primary, functionCode, fcb, fcvOrDfc, userData } = decoded.value;
  return `${primary ? 'pri' : 'sec'} ${functionCode}${primary && fcvOrDfc ? ` fcb ${fcb ? 1 : 0}` : ''}${userData.length > 0 ? ` ${hex(userData)}` : ''}`;
}

describe('the link layer as primary', () => {
  it('sends unconfirmed data at once, all segments in order', () => {
    const driven = new DrivenLink();
    const sending = driven.send('01', '02');
    expect(driven.take()).toEqual(['pri 4 01', 'pri 4 02']);
    expect(sending).toEqual({ outcome: { ok: true }, times: 1 });
  });

  it('says so when the channel takes nothing', () => {
    const driven = new DrivenLink();
    driven.takes = false;
    expect(driven.send('01').outcome).toMatchObject({ ok: false });
  });

  it('resets the link before confirmed data, then toggles the frame count bit on every acknowledgement', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    const sending = driven.send('01', '02', '03');
    expect(driven.take()).toEqual(['pri 0']);
    driven.receive({ functionCode: 0 });
    expect(driven.take()).toEqual(['pri 3 fcb 1 01']);
    driven.receive({ functionCode: 0 });
    expect(driven.take()).toEqual(['pri 3 fcb 0 02']);
    driven.receive({ functionCode: 0 });
    expect(driven.take()).toEqual(['pri 3 fcb 1 03']);
    expect(sending.outcome).toBeUndefined();
    driven.receive({ functionCode: 0 });
    expect(sending).toEqual({ outcome: { ok: true }, times: 1 });
    driven.send('04');
    expect(driven.take()).toEqual(['pri 3 fcb 0 04']);
  });

  it('confirms only fragments of several segments where it is told so', () => {
    const driven = new DrivenLink({ confirmed: 'multi-segment' });
    driven.send('01');
    driven.send('02', '03');
    expect(driven.take()).toEqual(['pri 4 01', 'pri 0']);
  });

  it('sends the same frame with the same frame count bit again when no acknowledgement comes, then fails and resets', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    const sending = driven.send('01');
    driven.receive({ functionCode: 0 });
    driven.take();
    driven.advance(99);
    expect(driven.take()).toEqual([]);
    driven.advance(1);
    expect(driven.take()).toEqual(['pri 3 fcb 1 01']);
    driven.advance(100);
    expect(driven.take()).toEqual(['pri 3 fcb 1 01']);
    expect(driven.link.repeats.sent).toBe(2);
    driven.advance(100);
    expect(driven.take()).toEqual([]);
    expect(sending).toMatchObject({ outcome: { ok: false }, times: 1 });
    driven.send('02');
    expect(driven.take()).toEqual(['pri 0']);
  });

  it('resets the link and sends again when the peer restarted in the middle and refuses', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    const sending = driven.send('01', '02');
    driven.receive({ functionCode: 0 });
    driven.receive({ functionCode: 0 });
    expect(driven.take().at(-1)).toBe('pri 3 fcb 0 02');
    driven.receive({ functionCode: 1 });
    expect(driven.take()).toEqual(['pri 0']);
    driven.receive({ functionCode: 0 });
    expect(driven.take()).toEqual(['pri 3 fcb 1 02']);
    driven.receive({ functionCode: 0 });
    expect(sending.outcome).toEqual({ ok: true });
  });

  it('asks first whether there is room again when the last acknowledgement said that there was none', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    const sending = driven.send('01', '02');
    driven.receive({ functionCode: 0 });
    driven.take();
    driven.receive({ functionCode: 0, fcvOrDfc: true });
    expect(driven.take()).toEqual(['pri 9']);
    driven.receive({ functionCode: 11, fcvOrDfc: true });
    driven.advance(100);
    expect(driven.take()).toEqual(['pri 9']);
    driven.receive({ functionCode: 11 });
    expect(driven.take()).toEqual(['pri 3 fcb 0 02']);
    driven.receive({ functionCode: 0 });
    expect(sending).toEqual({ outcome: { ok: true }, times: 1 });
  });

  it('does not wait for ever for a peer to have room', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    driven.send('01');
    driven.receive({ functionCode: 0, fcvOrDfc: true });
    const sending = driven.send('02');
    for (let i = 0; i < 20; i += 1) {
      driven.receive({ functionCode: 11, fcvOrDfc: true });
      driven.advance(100);
    }
    expect(sending.outcome).toMatchObject({ ok: false });
  });

  it('gives up on a peer that refuses without an end', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    const sending = driven.send('01');
    for (let i = 0; i < 20 && sending.outcome === undefined; i += 1) {
      driven.receive({ functionCode: 0 });
      if (driven.take().at(-1)?.startsWith('pri 3') === true) driven.receive({ functionCode: 1 });
    }
    expect(sending.outcome).toMatchObject({ ok: false });
  });

  it('asks for the status of a peer that holds it back, and goes on when that has room', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    const sending = driven.send('01');
    driven.receive({ functionCode: 0 });
    driven.take();
    driven.receive({ functionCode: 1, fcvOrDfc: true });
    expect(driven.take()).toEqual([]);
    driven.advance(100);
    expect(driven.take()).toEqual(['pri 9']);
    driven.receive({ functionCode: 11, fcvOrDfc: true });
    driven.advance(100);
    expect(driven.take()).toEqual(['pri 9']);
    driven.receive({ functionCode: 11 });
    expect(driven.take()).toEqual(['pri 0']);
    driven.receive({ functionCode: 0 });
    driven.receive({ functionCode: 0 });
    expect(sending.outcome).toEqual({ ok: true });
  });

  it('fails what waits when the channel closes, each once', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    const sendings = [driven.send('01'), driven.send('02')];
    driven.link.closed('gone');
    expect(sendings).toEqual([0, 1].map(() => ({ outcome: { ok: false, reason: 'gone' }, times: 1 })));
    driven.receive({ functionCode: 0 });
    driven.advance(1000);
    expect(driven.take()).toEqual(['pri 0']);
  });

  it('takes no more than a bounded number of frames', () => {
    const driven = new DrivenLink({ confirmed: 'always' });
    const sendings = Array.from({ length: 70 }, () => driven.send('01'));
    expect(sendings.filter(({ outcome }) => outcome?.ok === false)).toHaveLength(5);
  });

  it('asks for the status and tests the link on demand', () => {
    const driven = new DrivenLink();
    const outcomes: LinkOutcome[] = [];
    driven.link.requestStatus(0, (outcome) => outcomes.push(outcome));
    expect(driven.take()).toEqual(['pri 9']);
    driven.receive({ functionCode: 11 });
    driven.link.testLink(0, (outcome) => outcomes.push(outcome));
    expect(driven.take()).toEqual(['pri 0']);
    driven.receive({ functionCode: 0 });
    expect(driven.take()).toEqual(['pri 2 fcb 1']);
    driven.receive({ functionCode: 15 });
    expect(outcomes).toMatchObject([{ ok: true }, { ok: false }]);
  });
});

describe('the link layer as secondary', () => {
  const data = (fcb: boolean, userData: string): Partial<LinkFrame> => ({ primary: true, functionCode: 3, fcb, fcvOrDfc: true, userData: octets(userData) });

  it('refuses confirmed data until the link was reset, then takes each frame once', () => {
    const driven = new DrivenLink({ role: 'outstation' });
    driven.receive(data(true, '01'));
    expect(driven.take()).toEqual(['sec 1']);
    driven.receive({ primary: true, functionCode: 0 });
    driven.receive(data(true, '01'));
    driven.receive(data(true, '01'));
    driven.receive(data(false, '02'));
    expect(driven.take()).toEqual(['sec 0', 'sec 0', 'sec 0', 'sec 0']);
    expect(driven.delivered.map((each) => each.hex)).toEqual(['01', '02']);
    expect(driven.link.repeats.received).toBe(1);
  });

  it('answers tests, status requests and functions it does not know', () => {
    const driven = new DrivenLink({ role: 'outstation' });
    driven.receive({ primary: true, functionCode: 2, fcvOrDfc: true });
    driven.receive({ primary: true, functionCode: 0 });
    driven.receive({ primary: true, functionCode: 2, fcb: true, fcvOrDfc: true });
    driven.receive({ primary: true, functionCode: 9 });
    driven.receive({ primary: true, functionCode: 7 });
    expect(driven.take()).toEqual(['sec 1', 'sec 0', 'sec 0', 'sec 11', 'sec 15']);
  });

  it('takes unconfirmed data and broadcasts, and answers none of them', () => {
    const driven = new DrivenLink({ role: 'outstation' });
    const plain = { primary: true, functionCode: 4, userData: octets('AA') };
    driven.receive(plain);
    for (const destination of [0xfffd, 0xfffe, 0xffff]) driven.receive({ ...plain, destination });
    driven.receive({ ...data(true, '01'), destination: 0xffff });
    driven.receive({ primary: true, functionCode: 9, destination: 0xffff });
    expect(driven.take()).toEqual([]);
    expect(driven.delivered.map(({ broadcast }) => broadcast)).toEqual([undefined, 'no-confirm', 'must-confirm', 'may-confirm']);
  });

  it('takes frames to the self address only where that is enabled, and answers from its own', () => {
    const status = { primary: true, functionCode: 9, destination: 0xfffc };
    const without = new DrivenLink({ role: 'outstation' });
    without.receive(status);
    expect(without.take()).toEqual([]);
    const enabled = new DrivenLink({ role: 'outstation', selfAddress: true });
    enabled.receive(status);
    expect(enabled.take()).toEqual(['sec 11']);
  });

  it('accepts nothing from strangers, to others, or in its own direction', () => {
    const driven = new DrivenLink({ role: 'outstation' });
    const status = { primary: true, functionCode: 9 };
    driven.receive({ ...status, source: 3 });
    driven.receive({ ...status, destination: 3 });
    driven.receive({ ...status, fromMaster: false });
    const master = new DrivenLink();
    master.receive({ ...status, destination: 0xffff });
    expect([...driven.take(), ...master.take()]).toEqual([]);
  });
});

describe('keep-alive', () => {
  it('asks for the status after silence and says when the peer is gone and back', () => {
    const driven = new DrivenLink({ keepAliveMs: 1000, retries: 0 });
    driven.advance(999);
    expect(driven.take()).toEqual([]);
    driven.advance(1);
    expect(driven.take()).toEqual(['pri 9']);
    driven.receive({ functionCode: 11 });
    expect(driven.reachable).toEqual([]);
    driven.advance(1000);
    expect(driven.take()).toEqual(['pri 9']);
    driven.advance(100);
    expect(driven.reachable).toEqual([false]);
    driven.advance(1000);
    driven.receive({ functionCode: 11 });
    expect(driven.reachable).toEqual([false, true]);
  });
});

describe('broadcasts of a master', () => {
  it('go out unconfirmed to the broadcast address', () => {
    const driven = new DrivenLink();
    expect(driven.link.sendBroadcast(0xfffd, octets('C0 C0 02'))).toBe(true);
    expect(driven.take()).toEqual(['pri 4 C0 C0 02']);
    expect(encodeLinkFrame({ fromMaster: true, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination: 0xfffd, source: 1, userData: octets('C0 C0 02') }).kind).toBe('octets');
  });
});
