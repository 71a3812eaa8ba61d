import { describe, expect, it } from 'vitest';
import type { PhaseOfFigure } from './figure-data';
import { endOf, picturesOf } from './figure-pictures';

const phases = (...kinds: string[]): PhaseOfFigure[] =>
  kinds.map((kind, at) => ({ id: `${at}`, kind, duration_s: 1, angles: {} }) as unknown as PhaseOfFigure);
const ends = (...kinds: string[]): string[] => kinds.map((_kind, at) => endOf(phases(...kinds), `${at}`));

describe('the picture of a phase', () => {
  it('is where the phase leads: to the end and back', () => {
    expect(ends('ready', 'concentric', 'hold', 'eccentric', 'rest')).toEqual(['start', 'end', 'end', 'start', 'start']);
  });
  it('is the end while lowering leads to the hold', () => {
    expect(ends('ready', 'eccentric', 'hold', 'concentric')).toEqual(['start', 'end', 'end', 'start']);
  });
  it('is of its own where a second movement away follows the first', () => {
    expect(ends('ready', 'concentric', 'concentric')).toEqual(['start', 'end', '2']);
    expect(picturesOf('cat_camel', phases('ready', 'concentric', 'concentric'), '2').ends).toEqual(['start', '2']);
  });
  it('is of the movement itself where it only goes round', () => {
    expect(ends('steady', 'steady')).toEqual(['end', 'end']);
  });
  it('is the start before anything was said', () => {
    expect(endOf(phases('ready', 'hold'), '')).toBe('start');
  });
});

describe('the pictures of a movement', () => {
  it('are two of an exercise, and of a guided way the one of its step', () => {
    expect(picturesOf('bridge', phases('ready', 'hold'), '1')).toEqual({ ends: ['start', 'end'], now: 'end' });
    expect(picturesOf('way_down_none', phases('steady'), 'step_3')).toEqual({ ends: ['step_3'], now: 'step_3' });
    expect(picturesOf('way_down_none', phases('steady'), '')).toEqual({ ends: ['step_1'], now: 'step_1' });
  });
});
