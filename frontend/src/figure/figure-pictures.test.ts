import { describe, expect, it } from 'vitest';
import type { PhaseOfFigure } from './figure-data';
import { endOf } from './figure-pictures';

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
  it('is of the movement itself where it only goes round', () => {
    expect(ends('steady', 'steady')).toEqual(['end', 'end']);
  });
  it('is the start before anything was said', () => {
    expect(endOf(phases('ready', 'hold'), '')).toBe('start');
  });
});
