/**
 * `<exercise-figure>`: shows one exercise. Everything about how it is drawn stays behind this element.
 *
 * It stands on three legs: a moving body (loaded only when shown), still pictures of start and end (until the body is
 * there, where motion is unwelcome, costs too much or cannot be drawn), and a line figure for what has neither yet.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Landmark } from './body/drive';
import type { Moment, Stage, Wanted } from './body/stage';
import { bodiesFor, chosenBody, type FigureAssets, figureAssets, keepBody } from './figure-assets';
import { buttons, moveButton, type Pressed } from './figure-buttons';
import { coloursOf } from './figure-colours';
import { type FigureData, type PhaseOfFigure, readData, type Side, type View } from './figure-data';
import { drawing, drawingKnown, drawsSlowly, FRAME_BOUND_MS, FRAMES_JUDGED, median } from './figure-device';
import { Lines } from './figure-lines';
import { isWay, pictures, picturesOf } from './figure-pictures';
import { figureStyles } from './figure-styles';
import { Turning } from './figure-turning';

/** Where a frame takes longer than this to draw, the still picture stays even if movement is asked for, milliseconds. */
const SLOWEST_FRAME_MS = 1500;
const SLOW = 0.5;

/** `waiting`: a picture stands in. `body`: the moving body. `picture`: it cannot or should not move here. */
type Mode = 'line' | 'waiting' | 'body' | 'picture';

/** On this page somebody asked for movement, though the device draws slowly. */
let movementWanted = false;

function begun(make: () => Stage): Stage {
  try {
    return make();
  } catch (problem) {
    drawsSlowly('none');
    throw problem;
  }
}

@customElement('exercise-figure')
export class ExerciseFigure extends LitElement {
  /** Id of the exercise, for what joint angles alone do not say. */
  @property() exercise = '';
  /** Id of a variant, if one is shown. */
  @property() variant = '';
  /** JSON: {position, sides, phases: [{id, kind, duration_s, breathing, say, angles}]}. */
  @property({ attribute: 'data-phases' }) phases = '';
  /** Id of the phase that is shown; "" is the start. */
  @property() phase = '';
  /** How far into the phase, 0 to 1. */
  @property({ type: Number }) progress = 1;
  /** The side that moves: "left", "right", or "" for whichever is near. */
  @property() side: Side = '';
  @property({ type: Boolean }) playing = false;
  @property({ type: Boolean }) still = false;
  /** Name of the exercise, for people who hear the page. */
  @property() label = '';
  /** Never more than a still or lines: a small picture in a list, or while something else needs the processor. */
  @property({ type: Boolean }) flat = false;
  /** Muscles or parts of the body to show, with commas between; "": what the movement itself names. */
  @property() highlight = '';
  /** "all": every button; "views": only to turn it; "": none. */
  @property() controls: 'all' | 'views' | '' = '';
  /** Share of the normal speed that the person has chosen. */
  speed = 1;
  /** From the beginning of loading to the first frame, milliseconds; -1 before. */
  firstFrame_ms = -1;
  stage: Stage | null = null;

  @state() private mode: Mode = 'line';
  @state() private view: View | '' = '';
  @state() private body = '';
  @state() private arrowsShown = true;
  private assets: FigureAssets = figureAssets();
  private data: FigureData | null = null;
  private readonly lines = new Lines(() => this.requestUpdate());
  private canvases = 0;
  private loading: Promise<void> | null = null;
  /** What stands until the next load says otherwise: the body did not arrive. */
  private failed = false;
  private readonly turning = new Turning(() => {
    const { stage } = this;
    return this.mode === 'body' && stage !== null ? (around, up) => stage.turn(around, up) : null;
  });
  private readonly sizes = new ResizeObserver(() => this.fit());
  private readonly sight = new IntersectionObserver((seen) => {
    if (seen.some((one) => one.isIntersecting)) this.begin();
  });
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)');
  private readonly night = matchMedia('(prefers-color-scheme: dark)');
  private readonly onCalm = (): void => this.chooseMode();
  private readonly onNight = (): void => this.colour();

  static override styles = figureStyles;

  override connectedCallback(): void {
    super.connectedCallback();
    this.assets = figureAssets();
    this.calm.addEventListener('change', this.onCalm);
    this.night.addEventListener('change', this.onNight);
    this.sight.observe(this);
    this.chooseMode();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.calm.removeEventListener('change', this.onCalm);
    this.night.removeEventListener('change', this.onNight);
    this.sight.disconnect();
    this.lines.end();
    this.end();
    this.mode = 'line';
  }

  /** Show the body as a person stands: 33 landmarks in metres. Until the next phase is set. */
  drive(landmarks: readonly Landmark[]): void {
    this.stage?.drive(landmarks);
  }

  /** Asks for movement where a still stands for the device's sake. Resolves when it moves, or when it is known not to. */
  async wake(): Promise<void> {
    movementWanted = true;
    this.failed = false;
    this.chooseMode();
    await this.updateComplete;
    this.begin();
    await this.loading;
    await this.updateComplete;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('phases') || changed.has('exercise')) {
      this.data = readData(this.phases);
    }
    if (changed.has('exercise') || changed.has('variant')) {
      this.view = '';
      this.failed = false;
      this.body = chosenBody(this.assets, this.clip);
      this.chooseMode();
    } else if (changed.has('flat')) {
      this.chooseMode();
    }
  }

  protected override updated(changed: Map<string, unknown>): void {
    const { stage } = this;
    if (this.mode === 'waiting' && stage === null) this.sightAgain();
    if (stage === null) return;
    if (['exercise', 'variant', 'side', 'body', 'mode'].some((name) => changed.has(name))) this.showWanted(stage);
    if (changed.has('highlight')) stage.highlight(names(this.highlight));
    if (changed.has('view')) stage.look(this.view);
    if (changed.has('arrowsShown')) stage.arrows(this.arrowsShown);
    if (['phase', 'progress', 'playing', 'phases', 'still'].some((name) => changed.has(name))) stage.set(this.moment);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.data === null) return nothing;
    const silent = this.getAttribute('aria-hidden') === 'true';
    const shown = this.mode === 'body' || this.stage !== null;
    const { pointer, key } = this.turning;
    return html`
      <div class="stage" part="stage" role=${silent ? nothing : 'img'} aria-label=${silent ? nothing : this.words()}
        tabindex=${this.mode === 'body' && this.controls !== '' ? 0 : nothing} data-mode=${this.mode}
        @pointerdown=${pointer} @pointermove=${pointer} @pointerup=${pointer} @pointercancel=${pointer} @keydown=${key}>
        ${this.mode === 'body' ? nothing : this.standIn()}
        ${shown || this.mode === 'waiting' ? keyed(this.canvases, html`<canvas aria-hidden="true" ?hidden=${this.mode !== 'body'}></canvas>`) : nothing}
      </div>
      ${this.buttons()}
    `;
  }

  /** Id of the recorded movement. A variant without one is not shown as something that it is not. */
  private get clip(): string {
    return this.variant === '' ? this.exercise : `${this.exercise}.${this.variant}`;
  }

  private get hasStills(): boolean {
    return this.assets.stills.includes(this.clip);
  }

  /** Whether a still stands for the device's sake, and movement may be asked for. */
  private get mayMove(): boolean {
    return this.mode === 'picture' && !this.flat && !this.calm.matches && drawingKnown() === 'slow' && !movementWanted;
  }

  private get wanted(): Wanted {
    return { clip: this.clip, body: this.body, side: this.side, stays: this.data?.sides === 'alternate' };
  }

  private get shownPhase(): PhaseOfFigure | undefined {
    return this.data?.phases.find(({ id }) => id === this.phase);
  }

  private get moment(): Moment {
    const { phase, playing } = this;
    const still = this.still || this.calm.matches;
    return {
      phase,
      playing: playing && !still,
      progress: still ? 1 : this.progress,
      breathing: still ? 'normal' : (this.shownPhase?.breathing ?? 'normal'),
    };
  }

  /** What is seen, in words: name, position, and what the phase asks for. */
  private words(): string {
    const position = this.label === '' ? (this.data?.position.replaceAll('_', ' ') ?? '') : '';
    const name = this.label || this.exercise.replaceAll('_', ' ');
    const phase = this.shownPhase?.say ?? this.phase.replaceAll('_', ' ');
    return [name, position, phase].filter((word) => word !== '' && !/^-?\d+$/.test(word)).join(', ');
  }

  private chooseMode(): void {
    const known = drawingKnown();
    const unasked = !movementWanted && (known === 'slow' || (this.calm.matches && this.hasStills));
    if (bodiesFor(this.assets, this.clip).length === 0) {
      this.end();
      this.mode = 'line';
    } else if (this.flat || this.failed || known === 'none' || unasked) {
      this.end();
      this.mode = 'picture';
    } else if (this.mode === 'line' || (this.mode === 'picture' && this.stage === null)) {
      this.mode = this.stage === null ? 'waiting' : 'body';
    }
  }

  /** Pictures or lines, until the body is there or instead of it. */
  private standIn(): TemplateResult | typeof nothing {
    if (this.mode === 'line' || !this.hasStills) return this.line();
    const { ends, now } = picturesOf(this.exercise, this.data?.phases ?? [], this.phase);
    const both = this.mode === 'picture' && !this.flat;
    return pictures(this.assets, { clip: this.clip, ends: both ? ends : [now], now: this.playing ? now : '', turned: this.side === 'left' });
  }

  private line(): TemplateResult | typeof nothing {
    const { data, exercise, phase, progress, side, still, playing } = this;
    return data === null ? nothing : this.lines.shown({ exercise, data, phase, progress, side, still, playing });
  }

  private buttons(): TemplateResult | typeof nothing {
    const { controls, view, side, body, assets } = this;
    const say = (key: string): string => assets.words[key] ?? key;
    if (controls === '') return nothing;
    // With all buttons the page has one of its own that plays the movement.
    if (this.mayMove && controls === 'views') return moveButton(say, () => void this.wake(), this.playing && this.shownPhase !== undefined && !isWay(this.exercise));
    if (this.mode !== 'body') return nothing;
    const sided = this.data?.sides === 'one_side_at_a_time' || this.data?.sides === 'alternate';
    const mayRest = movementWanted && drawingKnown() === 'slow' && controls === 'views';
    const bodies = bodiesFor(assets, this.clip);
    return buttons({ controls, view, sided, side, slow: this.speed < 1, arrows: this.arrowsShown, bodies, body, mayRest, say }, this.pressed);
  }

  private readonly pressed: Pressed = {
    view: (view) => (this.view = view),
    side: () => (this.side = this.side === 'left' ? 'right' : 'left'),
    slow: () => {
      this.speed = this.speed < 1 ? 1 : SLOW;
      this.requestUpdate();
    },
    arrows: () => (this.arrowsShown = !this.arrowsShown),
    body: (event) => {
      this.body = (event.target as HTMLSelectElement).value;
      keepBody(this.body);
    },
    rest: () => this.rest(),
  };

  /** A still again. */
  private rest(): void {
    movementWanted = false;
    this.chooseMode();
  }

  private sightAgain(): void {
    this.sight.unobserve(this);
    this.sight.observe(this);
  }

  /** After the first paint and only once it is in sight. */
  private begin(): void {
    if (this.mode !== 'waiting' || this.stage !== null || this.loading !== null || !this.isConnected) return;
    this.loading = new Promise<void>((painted) => requestAnimationFrame(() => setTimeout(painted)))
      .then(() => this.load())
      .catch((problem: unknown) => {
        console.info('The figure stays a picture:', problem);
        this.failed = true;
        this.end();
        this.mode = 'picture';
      })
      .finally(() => {
        this.loading = null;
      });
  }

  private async load(): Promise<void> {
    const began = performance.now();
    drawing();
    this.chooseMode();
    if (this.mode !== 'waiting') return;
    const [{ Stage }] = await Promise.all([import('./body/stage'), this.updateComplete]);
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas === null || this.mode !== 'waiting') return;
    const stage = begun(() => new Stage(canvas, this.assets, { sparing: drawing() === 'slow', tooSlow: () => this.tooSlow() }));
    this.stage = stage;
    canvas.addEventListener('webglcontextlost', this.onLost);
    canvas.addEventListener('webglcontextrestored', this.onRestored);
    this.sizes.observe(this);
    this.colour();
    await stage.show(this.wanted);
    if (this.stage !== stage) return;
    this.fit();
    stage.highlight(names(this.highlight));
    stage.set(this.moment);
    await stage.prepare();
    if (this.stage !== stage) return;
    stage.drawNow();
    this.firstFrame_ms = performance.now() - began;
    if (this.view === '') this.view = stage.best;
    if (!this.isLightEnough(stage)) return;
    this.mode = 'body';
    await this.updateComplete;
    this.fit();
    this.dispatchEvent(new CustomEvent('figure-shown', { detail: { firstFrame_ms: this.firstFrame_ms } }));
  }

  /** The first frame also pays for the shaders; the next ones say how the others will be. */
  private isLightEnough(stage: Stage): boolean {
    const frames = Array.from({ length: FRAMES_JUDGED }, () => stage.drawNow() * 1000);
    const frame_ms = median(frames);
    if (frame_ms > SLOWEST_FRAME_MS) {
      drawsSlowly('none');
      throw new Error(`a frame takes ${Math.round(frame_ms)} ms`);
    }
    if (frame_ms > FRAME_BOUND_MS) this.tooSlow();
    return this.stage === stage;
  }

  /** Frames take so long that the page would suffer: a still, unless somebody asked for movement; then fewer frames. */
  private tooSlow(): void {
    drawsSlowly();
    this.stage?.spare();
    this.chooseMode();
  }

  private showWanted(stage: Stage): void {
    if (bodiesFor(this.assets, this.clip).length === 0) return;
    stage.show(this.wanted).then(
      () => {
        if (this.stage === stage && this.view === '') this.view = stage.best;
        if (this.stage === stage && this.mode === 'waiting' && this.loading === null) this.mode = 'body';
      },
      (problem: unknown) => {
        console.info('The figure stays a picture:', problem);
        if (this.stage === stage) this.mode = 'picture';
      },
    );
  }

  private end(): void {
    this.sizes.disconnect();
    const canvas = this.renderRoot?.querySelector?.('canvas');
    canvas?.removeEventListener('webglcontextlost', this.onLost);
    canvas?.removeEventListener('webglcontextrestored', this.onRestored);
    if (this.stage === null) return;
    this.stage.dispose();
    this.stage = null;
    // A canvas whose context was given back cannot be drawn on again.
    this.canvases += 1;
  }

  private readonly onLost = (event: Event): void => {
    event.preventDefault();
    this.mode = 'picture';
  };

  private readonly onRestored = (): void => {
    this.mode = 'body';
    this.stage?.draw();
  };

  private fit(): void {
    const { width, height } = this.renderRoot.querySelector('.stage')?.getBoundingClientRect() ?? { width: 0, height: 0 };
    this.stage?.resize(Math.round(width), Math.round(height));
  }

  private colour(): void {
    this.stage?.inTheDark(this.night.matches, coloursOf(this));
  }
}

const names = (list: string): string[] => list.split(',').map((name) => name.trim()).filter((name) => name !== '');
