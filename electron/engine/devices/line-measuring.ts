/** Load, round trip and requests of each line are looked at about once in this time. */
const EVERY_MS = 1000;
/** Lines that are looked at in one go without anybody noticing. */
const AT_ONCE = 25;
const MOST_PARTS = 20;

/** Measures the lines there are, in as few parts as keeps each short: every one of them wakes the process. */
export class LineMeasuring {
  private timer: NodeJS.Timeout;
  private part = 0;

  constructor(private readonly lines: ReadonlyMap<string, { measure(): unknown }>) {
    this.timer = this.later();
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private get parts(): number {
    return Math.min(MOST_PARTS, Math.max(1, Math.ceil(this.lines.size / AT_ONCE)));
  }

  private later(): NodeJS.Timeout {
    return setTimeout(() => {
      this.measurePart();
      this.timer = this.later();
    }, EVERY_MS / this.parts).unref();
  }

  private measurePart(): void {
    const { parts } = this;
    this.part = (this.part + 1) % parts;
    let at = 0;
    for (const line of this.lines.values()) {
      if (at % parts === this.part) line.measure();
      at += 1;
    }
  }
}
