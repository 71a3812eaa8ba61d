/** Still pictures of a movement: where it begins, with arrows, and where it leads. */
import { html, nothing, type TemplateResult } from 'lit';
import { type FigureAssets, stillUrl } from './figure-assets';
import type { PhaseOfFigure } from './figure-data';

/** The phase that the picture of the end shows, as the server picks it (web/views/library.py, peak_phase). */
const PEAKS: readonly (readonly string[])[] = [['hold'], ['isometric'], ['concentric', 'eccentric'], ['steady']];

/** Ways lead on from step to step and have a picture for each. */
export const isWay = (exercise: string): boolean => exercise.startsWith('way_');

/** The pictures that a movement has, and which of them belongs to the phase. */
export function picturesOf(exercise: string, phases: readonly PhaseOfFigure[], phase: string): { ends: readonly string[]; now: string } {
  if (isWay(exercise)) {
    const now = phase || 'step_1';
    return { ends: [now], now };
  }
  const now = endOf(phases, phase);
  return { ends: now === 'start' ? ['start', 'end'] : ['start', now], now };
}

/**
 * Which picture belongs to a phase: on the way to the end the end, before and afterwards the start. A movement that
 * leads on to a second end, as cat-camel does, has a picture of that by the phase's name.
 */
export function endOf(phases: readonly PhaseOfFigure[], phase: string): string {
  const at = phases.findIndex(({ id }) => id === phase);
  if (at < 0 || phases[at]?.kind === 'ready') return 'start';
  const peak = PEAKS.map((kinds) => phases.findIndex(({ kind }) => kinds.includes(kind))).find((found) => found >= 0) ?? at;
  if (at <= peak || phases[at]?.kind === 'steady') return 'end';
  return phases[at]?.kind === 'concentric' && phases[peak]?.kind === 'concentric' ? phase : 'start';
}

export interface Pictures {
  clip: string;
  /** "start" and "end", or the phase of a guided way. */
  ends: readonly string[];
  /** The one that belongs to what happens now. */
  now: string;
  turned: boolean;
}

export function pictures(assets: FigureAssets, { clip, ends, now, turned }: Pictures): TemplateResult {
  return html`<div class="pictures" ?data-turned=${turned}>
    ${ends.map((end) => {
      const name = ends.length > 1 ? html`<figcaption>${assets.words[end] ?? assets.words['end'] ?? ''}</figcaption>` : nothing;
      return html`<figure ?data-now=${ends.length > 1 && end === now}>
        <img src=${stillUrl(assets, clip, end)} alt="" draggable="false">${name}
      </figure>`;
    })}
  </div>`;
}
