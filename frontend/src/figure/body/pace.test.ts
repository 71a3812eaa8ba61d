import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace, SPARING_FRAMES_PER_S } from './pace';

/** Frames of so many milliseconds for ten seconds. */
function played(sparing: boolean, frame_ms: number): { drawn: number; qualities: number[]; tooSlow: number } {
  const found = { drawn: 0, qualities: [] as number[], tooSlow: 0 };
  const pace: Pace = new Pace(
    { sparing, tooSlow: () => (found.tooSlow += 1) },
    () => {
      found.drawn += 1;
      pace.ask();
      pace.judge();
    },
    () => found.qualities.push(pace.quality.pixels),
  );
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => setTimeout(() => run(performance.now()), frame_ms));
  pace.ask();
  vi.advanceTimersByTime(10_000);
  pace.end();
  return found;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the pace of the frames', () => {
  it('is as fast as the screen where that costs little', () => {
    const { drawn, qualities, tooSlow } = played(false, 16);
    expect(drawn).toBeGreaterThan(500);
    expect({ qualities, tooSlow }).toEqual({ qualities: [], tooSlow: 0 });
  });
  it('is drawn ever more cheaply where frames take long, and then given up', () => {
    const { qualities, tooSlow } = played(false, 150);
    expect(qualities).toEqual([1, 0.75]);
    expect(tooSlow).toBeGreaterThan(0);
  });
  it('leaves the processor to the page where the processor draws', () => {
    const { drawn, tooSlow } = played(true, 16);
    expect(drawn).toBeLessThanOrEqual(10 * SPARING_FRAMES_PER_S + 1);
    expect(drawn).toBeGreaterThan(5 * SPARING_FRAMES_PER_S);
    expect(tooSlow).toBe(0);
  });
});
