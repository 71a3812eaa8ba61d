/** A recording of a moving figure in the page: which seconds there are, their frames as they arrive, and none after it is closed. */
import type { CoachFrame } from '../coach/port';
import { frameOf } from './frame';

export interface Part {
  number: number;
  from_ms: number;
  to_ms: number;
}

const HEADER_BYTES = 16;
const FRAME_BYTES = HEADER_BYTES + 33 * 4 * 4;
/** For so long the last frame stands for the moments after it: a busy device sees few pictures a second. */
const STAYS_MS = 1000;
/** Between frames so close the points are drawn on their way from one to the other. */
const JOINED_MS = 500;

/** LMK1 messages that follow each other without anything between them. */
export function framesOf(messages: ArrayBuffer): CoachFrame[] {
  const frames: CoachFrame[] = [];
  const view = new DataView(messages);
  for (let at = 0; at + HEADER_BYTES <= messages.byteLength; ) {
    const length = view.getUint16(at + 6, true) === 0 ? HEADER_BYTES : FRAME_BYTES;
    const frame = frameOf(messages.slice(at, at + length));
    if (frame === null) break;
    frames.push(frame);
    at += length;
  }
  return frames;
}

export class Recording {
  private readonly frames = new Map<number, CoachFrame[]>();
  private readonly coming = new Set<number>();

  constructor(
    readonly parts: readonly Part[],
    private readonly fetchPart: (number: number) => Promise<ArrayBuffer>,
  ) {}

  get begins_s(): number {
    return (this.parts[0]?.from_ms ?? 0) / 1000;
  }

  get ends_s(): number {
    return (this.parts.at(-1)?.to_ms ?? 0) / 1000;
  }

  /** Where this moment is among the parts: in one of them, just after it, or before the first (-1). */
  private place(t_ms: number): number {
    return this.parts.filter(({ from_ms }) => from_ms <= t_ms).length - 1;
  }

  private isKept(place: number, t_ms: number): boolean {
    const part = this.parts[place];
    return part !== undefined && t_ms - part.to_ms <= STAYS_MS;
  }

  isReady(t_s: number): boolean {
    const place = this.place(t_s * 1000);
    return !this.isKept(place, t_s * 1000) || this.frames.has(this.parts[place]!.number);
  }

  /** Fetches what is needed at this moment, and what follows it. */
  async want(t_s: number): Promise<void> {
    const place = this.place(t_s * 1000);
    const first = this.isKept(place, t_s * 1000) ? place : place + 1;
    for (const part of this.parts.slice(first, first + 3)) {
      if (this.frames.has(part.number) || this.coming.has(part.number)) continue;
      this.coming.add(part.number);
      try {
        this.frames.set(part.number, framesOf(await this.fetchPart(part.number)));
      } finally {
        this.coming.delete(part.number);
      }
    }
  }

  /** Where there is a figure again when nothing is kept of this moment; null after the last one. */
  next_s(t_s: number): number | null {
    const place = this.place(t_s * 1000);
    const here = this.framesAt(place).find((frame) => frame.t_s > t_s);
    const next = this.parts[place + 1];
    return here?.t_s ?? (next === undefined ? null : next.from_ms / 1000);
  }

  /** Null where nothing is kept of this moment, or nobody was seen. */
  frame(t_s: number): CoachFrame | null {
    const place = this.place(t_s * 1000);
    const frames = this.framesAt(place);
    const at = frames.filter((frame) => frame.t_s <= t_s).length - 1;
    const before = frames[at];
    if (before === undefined || t_s - before.t_s > STAYS_MS / 1000) return null;
    const after = frames[at + 1] ?? this.framesAt(place + 1)[0];
    return after === undefined || (after.t_s - before.t_s) * 1000 > JOINED_MS ? before : between(before, after, t_s);
  }

  private framesAt(place: number): CoachFrame[] {
    const part = this.parts[place];
    return part === undefined ? [] : (this.frames.get(part.number) ?? []);
  }

  forget(): void {
    this.frames.clear();
  }
}

function between(before: CoachFrame, after: CoachFrame, t_s: number): CoachFrame {
  const [from, to] = [before.landmarks, after.landmarks];
  if (from === null || to === null) return before;
  const share = (t_s - before.t_s) / (after.t_s - before.t_s);
  return { ...before, t_s, landmarks: from.map((value, at) => value + (to[at]! - value) * share) };
}
