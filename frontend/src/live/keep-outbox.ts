/** Frames on their way to be kept: sent some seconds at a time, in order, again after a failure, and no more than a minute of them. */

const FRAMES_AT_ONCE = 100;
const MOST_FRAMES = 600;

/** What the server said: `off`, the person did not agree (any more); `full`, no more fits; `later`, nothing arrived. */
export type Sent = 'kept' | 'off' | 'full' | 'later';

export class KeepOutbox {
  private frames: ArrayBuffer[] = [];
  private busy = false;
  /** Frames that had to be left out because nothing could be sent for long. */
  lost = 0;

  constructor(
    private readonly url: string,
    private readonly csrf: string,
  ) {}

  add(frame: ArrayBuffer): void {
    this.frames.push(frame);
    if (this.frames.length > MOST_FRAMES) {
      this.frames.shift();
      this.lost += 1;
    }
  }

  get hasEnough(): boolean {
    return this.frames.length >= FRAMES_AT_ONCE;
  }

  forget(): void {
    this.frames = [];
  }

  /** `leaving`: the page goes away; what still fits is sent without waiting. */
  async send(leaving = false): Promise<Sent> {
    if (this.frames.length === 0 || (this.busy && !leaving)) return 'kept';
    this.busy = true;
    const taken = this.frames.slice(0, FRAMES_AT_ONCE);
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: { 'X-CSRFToken': this.csrf, 'Content-Type': 'application/octet-stream' },
        credentials: 'same-origin',
        keepalive: leaving,
        body: new Blob(taken),
      });
      if (answer.status >= 500) return 'later';
      if (!answer.ok) {
        this.forget();
        return answer.status === 413 ? 'full' : 'off';
      }
      const sent = new Set(taken);
      this.frames = this.frames.filter((frame) => !sent.has(frame));
      return ((await answer.json()) as { full: boolean }).full ? 'full' : 'kept';
    } catch {
      return 'later'; // no network: tried again with the next frames
    } finally {
      this.busy = false;
    }
  }
}
