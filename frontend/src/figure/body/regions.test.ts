import { describe, expect, it } from 'vitest';
import { blobsOf, breathBlobs, type Joints, nearness, type Point } from './regions';

/** Joints of a standing body of 1.6 m, arms a little away from it. */
const JOINTS: Joints = new Map<string, Point>([
  ['pelvis', [0, 0.87, 0]],
  ['spine4', [0, 1.0, 0]],
  ['spine2', [0, 1.2, 0]],
  ['neck', [0, 1.35, -0.02]],
  ['head', [0, 1.43, 0]],
  ['thigh.L', [0.09, 0.82, 0]],
  ['shank.L', [0.1, 0.45, 0]],
  ['foot.L', [0.1, 0.07, -0.03]],
  ['toes.L', [0.11, 0.02, 0.1]],
  ['upperarm.L', [0.17, 1.3, 0]],
  ['forearm.L', [0.32, 1.1, 0]],
  ['hand.L', [0.45, 0.92, 0.05]],
]);
const glow = (name: string, [x, y, z]: Point): number => nearness(blobsOf([name], JOINTS), x, y, z);

describe('a region', () => {
  it.each([
    ['gluteals', [0.1, 0.82, -0.12], [0.1, 0.82, 0.1]],
    ['hamstrings', [0.1, 0.6, -0.08], [0.1, 0.6, 0.08]],
    ['quadriceps', [-0.1, 0.63, 0.08], [-0.1, 0.63, -0.08]],
    ['abdominals', [0, 1.0, 0.12], [0, 1.0, -0.12]],
    ['back_extensors', [0, 1.1, -0.12], [0, 1.1, 0.12]],
    ['hip_abductors', [0.18, 0.88, 0], [0, 0.88, 0.1]],
    ['knee', [-0.1, 0.45, 0.03], [0.1, 0.82, 0]],
    ['head', [0, 1.5, 0.05], [0, 1.2, 0.1]],
  ] as [string, Point, Point][])('of %s lies there and nowhere else', (name, inside, outside) => {
    expect(glow(name, inside)).toBeGreaterThan(0.5);
    expect(glow(name, outside)).toBe(0);
  });

  it('is on both sides', () => {
    expect(glow('gluteals', [-0.1, 0.82, -0.12])).toBeCloseTo(glow('gluteals', [0.1, 0.82, -0.12]), 6);
  });

  it('can be asked for one side; the middle belongs to both', () => {
    expect(blobsOf(['gluteals'], JOINTS, 'left').map(({ at }) => Math.sign(at[0]))).toEqual([1]);
    expect(blobsOf(['gluteals', 'abdominals'], JOINTS, 'right').map(({ at }) => Math.sign(at[0]))).toEqual([-1, 0]);
  });

  it('can be asked for the other side, or for both', () => {
    const sides = (name: string): number[] => blobsOf([name], JOINTS, 'right').map(({ at }) => Math.sign(at[0]));
    expect(sides('knee')).toEqual([-1]);
    expect(sides('knee.other')).toEqual([1]);
    expect(sides('knee.both').sort()).toEqual([-1, 1]);
  });

  it('grows with the body', () => {
    const small: Joints = new Map([...JOINTS].map(([bone, [x, y, z]]) => [bone, [x / 2, y / 2, z / 2]]));
    expect(nearness(blobsOf(['gluteals'], small), 0.05, 0.41, -0.06)).toBeCloseTo(glow('gluteals', [0.1, 0.82, -0.12]), 6);
  });

  it('of an unknown name or of a body without joints is none', () => {
    expect(blobsOf(['soul'], JOINTS)).toEqual([]);
    expect(blobsOf(['gluteals'], new Map())).toEqual([]);
  });
});

it('the breath lifts the front of chest and belly and leaves the back', () => {
  const blobs = breathBlobs(JOINTS);
  expect(nearness(blobs, 0, 1.2, 0.12)).toBeGreaterThan(0.5);
  expect(nearness(blobs, 0, 1.0, 0.11)).toBeGreaterThan(0.5);
  expect(nearness(blobs, 0, 1.2, -0.12)).toBe(0);
});
