/** Takes pictures off the video, one at a time, as fast as they are wanted. */

/** The longer side of a picture that is looked at; the landmarker works on less. */
const LONGEST_PX = 640;
const WITHOUT_CALLBACK_MS = 33;

export interface Picture {
  bitmap: ImageBitmap;
  /** Milliseconds on the video's clock, rising. */
  t_ms: number;
  seen_at_ms: number;
  /** The size of the picture as it is shown. */
  width: number;
  height: number;
}

export class Pictures {
  private running = false;
  private busy = false;
  private last_ms = -1;
  private first_ms: number | null = null;
  private handle: number | null = null;

  constructor(private readonly video: HTMLVideoElement, private readonly give: (picture: Picture) => void) {}

  start(): void {
    this.running = true;
    this.busy = false;
    this.next();
  }

  stop(): void {
    this.running = false;
    if (this.handle === null) return;
    if ('cancelVideoFrameCallback' in this.video) this.video.cancelVideoFrameCallback(this.handle);
    else clearTimeout(this.handle);
    this.handle = null;
  }

  /** The last picture was looked at; another may come. */
  done(): void {
    this.busy = false;
  }

  get isBusy(): boolean {
    return this.busy;
  }

  private next(): void {
    if (!this.running) return;
    if ('requestVideoFrameCallback' in this.video) {
      this.handle = this.video.requestVideoFrameCallback((now, about) => this.arrived(about.captureTime ?? now));
    } else {
      this.handle = window.setTimeout(() => this.arrived(performance.now()), WITHOUT_CALLBACK_MS);
    }
  }

  private arrived(at_ms: number): void {
    this.next();
    this.first_ms ??= at_ms;
    const t_ms = at_ms - this.first_ms;
    const { videoWidth: width, videoHeight: height } = this.video;
    if (this.busy || t_ms <= this.last_ms || width === 0 || height === 0) return;
    this.busy = true;
    this.last_ms = t_ms;
    const seen_at_ms = performance.now();
    const scale = Math.min(1, LONGEST_PX / Math.max(width, height));
    const size = { resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale) };
    createImageBitmap(this.video, { ...size, resizeQuality: 'low' }).then(
      (bitmap) => {
        if (this.running) this.give({ bitmap, t_ms, seen_at_ms, width, height });
        else bitmap.close();
      },
      () => this.done(), // the video has just ended: its track says so
    );
  }
}
