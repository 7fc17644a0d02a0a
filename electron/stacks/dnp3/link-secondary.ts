import { PRIMARY, SECONDARY, type LinkFrame } from './link-frame';

/** What the secondary side makes of a primary's frame. */
export interface SecondaryAnswer {
  /** The function code of the answer, undefined for none. */
  readonly answer: number | undefined;
  readonly deliver: boolean;
}

const SILENT: SecondaryAnswer = { answer: undefined, deliver: false };

/**
 * The secondary station of one link: answers what the peer's primary sends. A confirmed frame that comes again with the
 * same frame count bit is acknowledged again and not delivered again (its first acknowledgement was lost).
 * Rules from memory of IEEE 1815, data link layer, secondary station state table.
 */
export class LinkSecondary {
  #reset = false;
  #expectedFcb = true;
  #repeats = 0;

  /** Confirmed frames that came again. */
  get repeats(): number {
    return this.#repeats;
  }

  /** The channel was opened anew: the peer has to reset the link before it sends confirmed frames. */
  forget(): void {
    this.#reset = false;
  }

  receive(frame: LinkFrame): SecondaryAnswer {
    switch (frame.functionCode) {
      case PRIMARY.resetLink:
        this.#reset = true;
        this.#expectedFcb = true;
        return { answer: SECONDARY.ack, deliver: false };
      case PRIMARY.testLink:
        return { answer: this.#counted(frame) === 'not-reset' ? SECONDARY.nack : SECONDARY.ack, deliver: false };
      case PRIMARY.confirmedData: {
        const counted = this.#counted(frame);
        return { answer: counted === 'not-reset' ? SECONDARY.nack : SECONDARY.ack, deliver: counted === 'new' };
      }
      case PRIMARY.unconfirmedData:
        return { answer: undefined, deliver: true };
      case PRIMARY.requestStatus:
        return { answer: SECONDARY.linkStatus, deliver: false };
      default:
        return frame.primary ? { answer: SECONDARY.notSupported, deliver: false } : SILENT;
    }
  }

  #counted(frame: LinkFrame): 'not-reset' | 'new' | 'repeated' {
    if (!this.#reset) return 'not-reset';
    if (frame.fcb !== this.#expectedFcb) {
      this.#repeats += 1;
      return 'repeated';
    }
    this.#expectedFcb = !this.#expectedFcb;
    return 'new';
  }
}
