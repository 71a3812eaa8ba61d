/** When frames are drawn and how well: ever more cheaply where they take long, and few of them where a processor draws. */
import { median } from '../figure-device';

/** How the page wants it drawn. */
export interface Manner {
  /** The processor draws: few pixels, no shadow, few frames. */
  sparing: boolean;
  /** Even drawn cheaply, frames take too long. */
  tooSlow(): void;
}

/** Drawn more cheaply where a frame takes longer than this, seconds. */
const SLOW_FRAME_S = 0.09;
const FRAMES_TO_JUDGE = 6;
/** A gap this long is no frame: the page slept. */
const LONGEST_FRAME_S = 2;
/** So many frames a second are enough to see a movement, and leave the processor to the page. */
export const SPARING_FRAMES_PER_S = 8;
const QUALITIES = [
  { pixels: 2, shadow: true },
  { pixels: 1, shadow: true },
  { pixels: 0.75, shadow: false },
] as const;
const LOWEST = QUALITIES.length - 1;

export class Pace {
  private level = 0;
  private request = 0;
  private timer = 0;
  private last_ms = 0;
  private readonly gaps_s: number[] = [];

  constructor(
    private readonly manner: Manner,
    private readonly draw: (seconds: number) => void,
    private readonly qualityChanged: () => void,
  ) {
    if (manner.sparing) this.level = LOWEST;
  }

  get quality(): { pixels: number; shadow: boolean } {
    return QUALITIES[this.level] ?? QUALITIES[0];
  }

  /** A frame soon; however often it is asked for, one. */
  ask(): void {
    if (this.request !== 0 || this.timer !== 0) return;
    const wait_ms = this.manner.sparing ? 1000 / SPARING_FRAMES_PER_S - (performance.now() - this.last_ms) : 0;
    if (wait_ms <= 0) {
      this.request = requestAnimationFrame((now) => this.frame(now));
      return;
    }
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.request = requestAnimationFrame((now) => this.frame(now));
    }, wait_ms);
  }

  /** A frame now. */
  frame(now_ms: number): void {
    this.request = 0;
    const gap_s = Math.max(0, (now_ms - this.last_ms) / 1000);
    this.last_ms = now_ms;
    this.gaps_s.push(gap_s);
    if (this.gaps_s.length > FRAMES_TO_JUDGE) this.gaps_s.shift();
    this.draw(gap_s);
  }

  /** The frames from here on are others. */
  forget(): void {
    this.gaps_s.length = 0;
  }

  /** Called while one frame follows the other: whether they follow fast enough. */
  judge(): void {
    if ((this.gaps_s.at(-1) ?? 0) > LONGEST_FRAME_S) this.gaps_s.pop();
    if (this.gaps_s.length < FRAMES_TO_JUDGE) return;
    const gap_s = median(this.gaps_s);
    this.forget();
    if (gap_s <= SLOW_FRAME_S || this.manner.sparing) return;
    if (this.level === LOWEST) return this.manner.tooSlow();
    this.level += 1;
    this.qualityChanged();
  }

  /** From here few pixels and few frames. */
  spare(): void {
    this.manner.sparing = true;
    if (this.level === LOWEST) return;
    this.level = LOWEST;
    this.qualityChanged();
  }

  end(): void {
    cancelAnimationFrame(this.request);
    window.clearTimeout(this.timer);
    this.request = -1;
  }
}
