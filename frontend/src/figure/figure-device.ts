/**
 * How well this device draws: with graphics hardware, with its processor alone, or not at all.
 *
 * A processor that draws has little left for the page, so there the figure is a still until somebody asks for movement.
 * What the browser says of itself comes first; what the first frames cost has the last word (`drawsSlowly`).
 */

export type Drawing = 'fast' | 'slow' | 'none';

/** Where a frame takes longer than this, the page would notice; default of ours, milliseconds. */
export const FRAME_BOUND_MS = 100;
/** Frames that are judged together: the first ones pay for shaders and textures. */
export const FRAMES_JUDGED = 3;

const KEY = 'steadyback.figure.drawing';
/** Renderers without graphics hardware, as their makers call them. */
const ON_THE_PROCESSOR = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render|\bwarp\b/i;
let known: Drawing | null = null;

/** Asked once for a page, and kept while the tab is open. */
export function drawing(): Drawing {
  known ??= kept() ?? asked();
  return known;
}

/** Known so far, without asking the graphics driver; null before. */
export function drawingKnown(): Drawing | null {
  known ??= kept();
  return known;
}

/** Frames took too long here, whatever the device says of itself. */
export function drawsSlowly(how: 'slow' | 'none' = 'slow'): void {
  known = how;
  if (how === 'none') return; // perhaps only for a moment: another page may try again
  try {
    sessionStorage.setItem(KEY, how);
  } catch {
    // Storage is forbidden here: it is found out anew on the next page.
  }
}

/** For tests: find out anew. */
export function forgetDrawing(): void {
  known = null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function kept(): Drawing | null {
  try {
    return sessionStorage.getItem(KEY) === 'slow' ? 'slow' : null;
  } catch {
    return null;
  }
}

function asked(): Drawing {
  const hardware = context({ failIfMajorPerformanceCaveat: true });
  if (hardware !== null) return ON_THE_PROCESSOR.test(rendererOf(hardware)) ? 'slow' : 'fast';
  const any = context({});
  if (any === null) return 'none';
  rendererOf(any);
  return 'slow';
}

function context(options: WebGLContextAttributes): WebGL2RenderingContext | null {
  return document.createElement('canvas').getContext('webgl2', options);
}

/** Its name; the context is given back. */
function rendererOf(gl: WebGL2RenderingContext): string {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}
