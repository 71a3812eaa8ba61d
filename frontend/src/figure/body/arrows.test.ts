import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { type Trace, worthAnArrow } from './arrows';

const moved = (part: string, by_m: number): Trace => ({ part, places: [new Vector3(), new Vector3(0, by_m / 2, 0), new Vector3(0, by_m, 0)] });
const parts = (...traces: Trace[]): string[] => worthAnArrow(traces).map(({ part }) => part);

describe('arrows', () => {
  it('are for the parts that move most, one for a limb', () => {
    expect(parts(moved('shank.R', 0.4), moved('foot.R', 0.6), moved('hand.L', 0.5), moved('head', 0.1))).toEqual(['foot.R', 'hand.L']);
  });
  it('are at most two', () => {
    expect(parts(moved('foot.L', 0.6), moved('foot.R', 0.6), moved('hand.L', 0.6))).toHaveLength(2);
  });
  it('leave out what hardly moves', () => {
    expect(parts(moved('pelvis', 0.04), moved('head', 0.02))).toEqual([]);
  });
});
