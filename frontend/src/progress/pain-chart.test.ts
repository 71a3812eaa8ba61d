import { describe, expect, it } from 'vitest';
import { inTurn, mark } from './pain-chart';

const data = {
  labels: ['1 Nov', '2 Nov'],
  series: [
    { name: 'Before', values: [2, 3] },
    { name: 'After', values: [null, 0] },
  ],
  axis: 'Pain',
};

describe('inTurn', () => {
  const [x, before, after] = inTurn(data) as [number[], (number | null)[], (number | null)[]];

  it('gives every score a place of its own, in the order in which it was told', () => {
    expect(x).toEqual([...x].sort((a, b) => a - b));
    expect(new Set(x).size).toBe(4);
  });

  it('keeps the scores of a day round that day', () => {
    expect(x.map((value) => Math.abs(Math.round(value)))).toEqual([0, 0, 1, 1]);
    expect(((x[0] ?? 0) + (x[1] ?? 0)) / 2).toBeCloseTo(0);
  });

  it('shows each score once and keeps a nought apart from nothing', () => {
    expect(before).toEqual([2, null, 3, null]);
    expect(after).toEqual([null, null, null, 0]);
  });

  it('says nothing where there is nothing', () => {
    expect(inTurn({ labels: [], series: [{ name: 'Before', values: [] }], axis: '' })).toEqual([[], []]);
  });
});

describe('mark', () => {
  it.each(['circle', 'triangle', 'square', 'diamond'] as const)('draws a %s round its centre', (shape) => {
    const points = mark(shape, 10, 20, 4);
    expect(points.length).toBeGreaterThanOrEqual(3);
    for (const [x, y] of points) expect(Math.hypot(x - 10, y - 20)).toBeLessThanOrEqual(6);
  });
});
