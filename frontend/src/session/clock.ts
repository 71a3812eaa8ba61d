/** The only source of time in a session. Everything else is handed one of these. */

export interface Clock {
  /** Milliseconds that only go forward. */
  now(): number;
  date(): Date;
  after(delay_ms: number, run: () => void): number;
  cancel(timer: number): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after: (delay_ms, run) => window.setTimeout(run, delay_ms),
  cancel: (timer) => window.clearTimeout(timer),
};

/** Whether the local hour lies in the quiet hours; equal hours mean there are none. */
export function isQuiet(hour: number, from: number, until: number): boolean {
  if (from === until) return false;
  return from < until ? hour >= from && hour < until : hour >= from || hour < until;
}
