import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { momentOf, showDetails, showMovement, stepsOf } from './library';

const PHASES = JSON.stringify({
  position: 'supine',
  phases: [
    { id: 'ready', kind: 'ready', duration_s: 0.2, angles: {} },
    { id: 'lift', kind: 'concentric', duration_s: 2, angles: {} },
    { id: 'hold', kind: 'hold', duration_s: 20, angles: {} },
  ],
});

describe('the steps that are shown', () => {
  it('are long enough to see and never the whole hold', () => {
    expect(stepsOf(PHASES).map((step) => step.duration_s)).toEqual([1, 2, 4]);
  });
  it('follow one another and end', () => {
    const steps = stepsOf(PHASES);
    expect(momentOf(steps, 0)).toEqual({ index: 0, progress: 0 });
    expect(momentOf(steps, 2)).toEqual({ index: 1, progress: 0.5 });
    expect(momentOf(steps, 6.9)?.index).toBe(2);
    expect(momentOf(steps, 7)).toBeNull();
  });
});

describe('the button on the page', () => {
  let frames: FrameRequestCallback[];
  const page = (): { button: HTMLButtonElement; figure: HTMLElement & { phase?: string; still?: boolean } } => {
    document.body.innerHTML = `<exercise-figure class="figure" phase="hold"></exercise-figure>
      <button data-show-movement hidden>Show</button>
      <ol><li data-phase="ready"></li><li data-phase="lift"></li><li data-phase="hold"></li></ol>`;
    const figure = document.querySelector('exercise-figure') as HTMLElement;
    figure.setAttribute('data-phases', PHASES);
    return { button: document.querySelector('button') as HTMLButtonElement, figure };
  };
  const now = (): string[] => [...document.querySelectorAll('[data-now]')].map((row) => row.getAttribute('data-phase') ?? '');
  let shown_ms = 0;
  const frame = (at_ms: number): void => {
    for (; shown_ms <= at_ms && frames.length > 0; shown_ms += 100) frames.splice(0).forEach((run) => run(Math.min(at_ms, shown_ms + 100)));
  };

  beforeEach(() => {
    frames = [];
    shown_ms = 0;
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => frames.push(run));
    vi.stubGlobal('cancelAnimationFrame', () => frames.splice(0));
    vi.stubGlobal('matchMedia', () => ({ matches: false }));
    vi.spyOn(performance, 'now').mockReturnValue(0);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('plays one repetition, marks the phase and ends on the picture it began with', () => {
    const { button, figure } = page();
    showMovement(document);
    expect(button.hidden).toBe(false);
    button.click();
    frame(1500);
    expect(figure.phase).toBe('lift');
    expect(now()).toEqual(['lift']);
    frame(7001);
    expect(figure.phase).toBe('hold');
    expect(figure.still).toBe(true);
    expect(now()).toEqual([]);
    expect(frames).toHaveLength(0);
  });
  it('stops at a second press', () => {
    const { button } = page();
    showMovement(document);
    button.click();
    frame(100);
    button.click();
    expect(now()).toEqual([]);
    expect(frames).toHaveLength(0);
  });
  it('shows one still after the other where motion is unwelcome', () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    const { button, figure } = page();
    showMovement(document);
    button.click();
    expect(figure.phase).toBe('ready');
    button.click();
    expect(figure.phase).toBe('lift');
    expect(now()).toEqual(['lift']);
    expect(frames).toHaveLength(0);
  });
  it('stays away where there is only one phase', () => {
    const { button, figure } = page();
    figure.setAttribute('data-phases', '{"phases":[{"id":"a","duration_s":1}]}');
    showMovement(document);
    expect(button.hidden).toBe(true);
  });
});

describe('what is shown on the figure', () => {
  it('is the way that was chosen, and the part that a cue is about until it is pressed again', () => {
    document.body.innerHTML = `<exercise-figure class="figure"></exercise-figure>
      <fieldset data-forms hidden><input type="radio" name="form" value="" checked><input type="radio" name="form" value="from_knees"></fieldset>
      <details data-look-for hidden><button data-part="knee" aria-pressed="false"></button><button data-part="neck" aria-pressed="false"></button></details>`;
    const figure = document.querySelector('exercise-figure') as HTMLElement & { variant?: string; highlight?: string; wake?: () => Promise<void> };
    const wake = vi.fn(() => Promise.resolve());
    figure.wake = wake;
    showDetails(document);
    expect(document.querySelectorAll('[hidden]')).toHaveLength(0);
    const knees = document.querySelector('[value=from_knees]') as HTMLInputElement;
    knees.dispatchEvent(new Event('change', { bubbles: true }));
    expect(figure.variant).toBe('from_knees');
    const [knee, neck] = [...document.querySelectorAll<HTMLElement>('[data-part]')];
    const pressed = (): (string | null)[] => [knee, neck].map((one) => one?.getAttribute('aria-pressed') ?? null);
    knee?.click();
    expect([figure.highlight, ...pressed()]).toEqual(['knee', 'true', 'false']);
    neck?.click();
    expect([figure.highlight, ...pressed()]).toEqual(['neck', 'false', 'true']);
    neck?.click();
    expect([figure.highlight, ...pressed()]).toEqual(['', 'false', 'false']);
    expect(wake).toHaveBeenCalled();
  });
});
