/** What a page tells the figure about one exercise (`data-phases`), and what the element can be asked to show. */
import type { FigurePhase } from './line/angles';

export interface PhaseOfFigure extends FigurePhase {
  breathing?: string;
  /** What is said in this phase: the figure's description in words. */
  say?: string;
}

export interface FigureData {
  position: string;
  sides?: string;
  phases: PhaseOfFigure[];
}

export type Side = 'left' | 'right' | '';
export const VIEWS = ['side', 'front', 'top'] as const;
export type View = (typeof VIEWS)[number];

/** null: without readable data there is no figure; the words beside it stand by themselves. */
export function readData(json: string): FigureData | null {
  try {
    const data = JSON.parse(json) as Partial<FigureData>;
    if (typeof data.position !== 'string' || !Array.isArray(data.phases)) return null;
    return { position: data.position, phases: data.phases, ...(data.sides === undefined ? {} : { sides: data.sides }) };
  } catch {
    return null;
  }
}
