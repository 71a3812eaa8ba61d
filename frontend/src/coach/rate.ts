/** How fast this device finds a body, and which model it can afford. All numbers are defaults. */
import type { Model } from './messages';

/** The full model is worth it when it still sees so many pictures a second. */
export const FULL_FROM_PER_S = 15;
/** Fewer pictures a second than this, and quick movements are missed: the coach does not watch. */
export const SLOWEST_PER_S = 5;
export const SLOW_FOR_S = 5;
/** The full model's time for one picture as a multiple of the lite model's (measured; docs/camera.md). */
export const FULL_COSTS = 1.45;
export const MEASURED_S = 2;
/** The first pictures also pay for starting up. */
export const WARM_UP_PICTURES = 5;
/** A pause this long is no slowness: the page was hidden, or the device slept. */
const PAUSE_S = 4;
const SHOWN_OVER_S = 2;

/** The model for a device on which lite sees `per_s` pictures a second and takes `busy_ms` for one. */
export function chooseModel(per_s: number, busy_ms: number): Model {
  return Math.min(per_s, 1000 / (busy_ms * FULL_COSTS)) >= FULL_FROM_PER_S ? 'full' : 'lite';
}

/** Pictures a second, from the times at which they were taken, in seconds. */
export class RateMeter {
  private times: number[] = [];
  private costs: number[] = [];
  private since_s: number | null = null;

  reset(): void {
    this.times = [];
    this.costs = [];
    this.since_s = null;
  }

  push(t_s: number, busy_ms: number): void {
    const last = this.times.at(-1);
    if (last !== undefined && (t_s - last > PAUSE_S || t_s < last)) this.reset();
    this.since_s ??= t_s;
    this.times.push(t_s);
    this.costs.push(busy_ms);
    while (this.times[0]! < t_s - SLOW_FOR_S) {
      this.times.shift();
      this.costs.shift();
    }
  }

  /** Pictures a second of late; 0 while there are too few to say. */
  get per_s(): number {
    const last = this.times.at(-1);
    if (last === undefined) return 0;
    const late = this.times.filter((time) => time >= last - SHOWN_OVER_S);
    const took_s = last - late[0]!;
    return took_s > 0 ? (late.length - 1) / took_s : 0;
  }

  /** The middle time that one picture kept us busy. */
  get busy_ms(): number {
    const sorted = [...this.costs].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }

  get watched_s(): number {
    return this.since_s === null ? 0 : (this.times.at(-1) ?? this.since_s) - this.since_s;
  }

  /** Whether it has been too slow for long enough to say so. */
  get isTooSlow(): boolean {
    return this.watched_s >= SLOW_FOR_S && (this.times.length - 1) / SLOW_FOR_S < SLOWEST_PER_S;
  }
}
