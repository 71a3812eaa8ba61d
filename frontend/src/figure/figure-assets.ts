/** Which moving figures this installation has, where they are, and the words of the figure's buttons. The page says it. */

export interface FigureAssets {
  /** Folder with bodies/, clips/ and stills/. */
  url: string;
  bodies: string[];
  /** Clip name to the bodies that it was made for; 1: all of them. */
  clips: Record<string, string[] | 1>;
  /** Clips with pictures of their start and end; of a guided way, one for each phase. */
  stills: string[];
  words: Record<string, string>;
}

const NONE: FigureAssets = { url: '', bodies: [], clips: {}, stills: [], words: {} };
const BODY_KEY = 'steadyback.figure.body';
let known: FigureAssets | null = null;

export function figureAssets(page: Document = document): FigureAssets {
  if (known === null) {
    const json = page.getElementById('figure-assets')?.textContent;
    known = json === null || json === undefined ? NONE : (JSON.parse(json) as FigureAssets);
  }
  return known;
}

/** For tests: read the page anew. */
export function forgetAssets(): void {
  known = null;
}

export function bodiesFor(assets: FigureAssets, clip: string): string[] {
  const made = assets.clips[clip] ?? [];
  return made === 1 ? assets.bodies : made;
}

/** The body that was chosen on this device, if the clip has it; else the first one. */
export function chosenBody(assets: FigureAssets, clip: string): string {
  const bodies = bodiesFor(assets, clip);
  const kept = keptBody();
  return kept !== null && bodies.includes(kept) ? kept : (bodies[0] ?? '');
}

function keptBody(): string | null {
  try {
    return localStorage.getItem(BODY_KEY);
  } catch {
    // Storage is forbidden here: the first body is shown.
    return null;
  }
}

export function keepBody(body: string): void {
  try {
    localStorage.setItem(BODY_KEY, body);
  } catch {
    // Storage is forbidden here: the choice lasts for this page.
  }
}

export const clipUrl = (assets: FigureAssets, clip: string, body: string): string => `${assets.url}clips/${clip}.${body}.json`;
export const bodyUrl = (assets: FigureAssets, body: string): string => `${assets.url}bodies/${body}.glb`;
/** `of`: start, end, or the phase of a guided way. */
export const stillUrl = (assets: FigureAssets, clip: string, of: string): string =>
  `${assets.url}stills/${clip}.${of}.webp`;
