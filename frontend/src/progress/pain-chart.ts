// The numbers and marks of the pain chart, apart from the page.
import type { AlignedData } from 'uplot';

export interface Series {
  name: string;
  values: (number | null)[];
}
export interface ChartData {
  labels: string[];
  series: Series[];
  axis: string;
}
export type Shape = 'circle' | 'triangle' | 'square' | 'diamond';


// How much of a day's column its four marks take.
const SPREAD = 0.55;

/** The outline of one mark round a centre. Shape and dash tell the lines apart where colour does not. */
export function mark(shape: Shape, x: number, y: number, r: number): [number, number][] {
  if (shape === 'triangle') return [[x, y - r], [x + r, y + r], [x - r, y + r]];
  if (shape === 'square') return [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]];
  if (shape === 'diamond') return [[x, y - r * 1.3], [x + r * 1.3, y], [x, y + r * 1.3], [x - r * 1.3, y]];
  return Array.from({ length: 16 }, (_, i) => [x + r * Math.cos((i * Math.PI) / 8), y + r * Math.sin((i * Math.PI) / 8)]);
}

/** Before, during, after and next morning stand side by side in that order, so that no mark hides another. */
export function inTurn(data: ChartData): AlignedData {
  const count = data.series.length;
  const turns = data.labels.flatMap((_, i) => data.series.map((_series, k) => ({ i, k })));
  const x = turns.map(({ i, k }) => i + ((k + 0.5) / count - 0.5) * SPREAD);
  return [x, ...data.series.map((series, own) => turns.map(({ i, k }) => (k === own ? (series.values[i] ?? null) : null)))];
}
