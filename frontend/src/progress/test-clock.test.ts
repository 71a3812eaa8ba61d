import { expect, test } from 'vitest';
import { READY_S, readingAt } from './test-clock';

test('five seconds to get ready are counted down', () => {
  expect([0, 0.1, 4.9].map((at) => readingAt(at, 30, false).shown)).toEqual([5, 5, 1]);
  expect(readingAt(4.99, 30, false).phase).toBe('ready');
});

test('a count shows what is left, a hold what has gone by', () => {
  expect(readingAt(READY_S + 0.5, 30, false)).toEqual({ phase: 'measure', shown: 30, measured_s: 0.5 });
  expect(readingAt(READY_S + 12.34, 45, true)).toEqual({ phase: 'measure', shown: 12, measured_s: 12.3 });
});

test('it is over at its seconds, and no hold is longer', () => {
  expect(readingAt(READY_S + 45, 45, true)).toEqual({ phase: 'over', shown: 45, measured_s: 45 });
  expect(readingAt(READY_S + 500, 45, true).measured_s).toBe(45);
});
