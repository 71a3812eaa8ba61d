/** On an exercise's page: "Show the movement" leads the figure and the list of phases through one repetition. */
import type { ExerciseFigure } from './figure/exercise-figure';

interface Step {
  id: string;
  duration_s: number;
}

// A look at the movement is enough here; the real hold is in the session.
const LONGEST_PHASE_S = 4;
const SHORTEST_PHASE_S = 1;
// A page that was held up shows the rest of the movement, not a leap over it.
const LONGEST_FRAME_S = 0.25;

export function stepsOf(json: string): Step[] {
  const found = (JSON.parse(json) as { phases: Step[] }).phases;
  return found.map(({ id, duration_s }) => ({
    id,
    duration_s: Math.min(LONGEST_PHASE_S, Math.max(SHORTEST_PHASE_S, duration_s)),
  }));
}

/** Which step is on after some seconds and how far into it (0 to 1); null when the repetition is over. */
export function momentOf(steps: readonly Step[], elapsed_s: number): { index: number; progress: number } | null {
  let begin = 0;
  for (const [index, step] of steps.entries()) {
    if (elapsed_s < begin + step.duration_s) return { index, progress: (elapsed_s - begin) / step.duration_s };
    begin += step.duration_s;
  }
  return null;
}

export function showMovement(page: Document): void {
  const button = page.querySelector<HTMLButtonElement>('[data-show-movement]');
  const figure = page.querySelector<ExerciseFigure>('exercise-figure.figure');
  if (button === null || figure === null) return;
  const steps = stepsOf(figure.getAttribute('data-phases') ?? '{"phases":[]}');
  if (steps.length < 2) return;
  const peak = figure.getAttribute('phase') ?? '';
  const rows = [...page.querySelectorAll<HTMLElement>('[data-phase]')];
  const stills = matchMedia('(prefers-reduced-motion: reduce)');
  let request = 0;
  let still = -1;

  const show = (id: string, progress: number): void => {
    figure.phase = id;
    figure.progress = progress;
    for (const row of rows) row.toggleAttribute('data-now', row.dataset.phase === id && (request !== 0 || still >= 0));
  };
  const rest = (): void => {
    cancelAnimationFrame(request);
    request = 0;
    still = -1;
    figure.still = true;
    figure.playing = false;
    show(peak, 1);
  };
  const play = (): void => {
    let last = performance.now();
    let elapsed_s = 0;
    figure.still = false;
    figure.playing = true;
    const frame = (now: number): void => {
      elapsed_s += Math.min(LONGEST_FRAME_S, Math.max(0, now - last) / 1000) * (figure.speed ?? 1);
      last = now;
      const moment = momentOf(steps, elapsed_s);
      const step = moment === null ? undefined : steps[moment.index];
      if (moment === null || step === undefined) {
        rest();
        return;
      }
      request = requestAnimationFrame(frame);
      show(step.id, moment.progress);
    };
    request = requestAnimationFrame(frame);
  };

  // On a device that draws slowly a still stands there until somebody asks for movement, as here.
  let waiting = false;
  const start = (): void => {
    if (figure.wake === undefined) return play();
    waiting = true;
    void figure.wake().finally(() => {
      waiting = false;
      play();
    });
  };

  button.hidden = false;
  button.addEventListener('click', () => {
    if (stills.matches) {
      still = (still + 1) % steps.length;
      show(steps[still]?.id ?? peak, 1);
    } else if (request !== 0) rest();
    else if (!waiting) start();
  });
}

/** Another way of doing it, and what each cue is about, shown on the figure. */
export function showDetails(page: Document): void {
  const figure = page.querySelector<ExerciseFigure>('exercise-figure.figure');
  if (figure === null) return;
  const forms = page.querySelector<HTMLElement>('[data-forms]');
  if (forms !== null) forms.hidden = false;
  forms?.addEventListener('change', (event) => {
    figure.variant = (event.target as HTMLInputElement).value;
  });
  const cues = page.querySelector<HTMLElement>('[data-look-for]');
  if (cues !== null) cues.hidden = false;
  cues?.addEventListener('click', (event) => {
    const pressed = (event.target as Element).closest<HTMLElement>('[data-part]');
    if (pressed === null) return;
    const on = pressed.getAttribute('aria-pressed') !== 'true';
    for (const one of cues.querySelectorAll('[data-part]')) one.setAttribute('aria-pressed', String(on && one === pressed));
    figure.highlight = on ? (pressed.dataset.part ?? '') : '';
    // A picture cannot show it: the body stands still, and shows it.
    void figure.wake?.();
  });
}

if (typeof document !== 'undefined') {
  showMovement(document);
  showDetails(document);
}
