/**
 * `<exercise-figure>`: shows one exercise. Everything about how it is drawn stays behind this element.
 *
 * It stands on three legs: a moving body (loaded only when shown), still pictures of start and end (until the body is
 * there, where motion is unwelcome or cannot be drawn), and a line figure for exercises that have neither yet.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Landmark } from './body/drive';
import type { Moment, Stage, Wanted } from './body/stage';
import { bodiesFor, chosenBody, type FigureAssets, figureAssets, keepBody, stillUrl } from './figure-assets';
import { type FigureData, type PhaseOfFigure, readData, type Side, type View, VIEWS } from './figure-data';
import { figureStyles } from './figure-styles';
import { goesRound, lineFigure, type LineModel, lineModel } from './line/line-figure';

/** Where a frame takes longer than this to draw, the still picture stays, milliseconds. */
const SLOWEST_FRAME_MS = 1500;
const TURN_STEP_DEG = 15;
const DRAG_DEG_PER_PX = 0.45;
const SLOW = 0.5;
const KEY_TURNS: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [-TURN_STEP_DEG, 0],
  ArrowRight: [TURN_STEP_DEG, 0],
  ArrowUp: [0, 10],
  ArrowDown: [0, -10],
};

/** `waiting`: a picture stands in. `body`: the moving body. `picture`: it cannot or should not move here. */
type Mode = 'line' | 'waiting' | 'body' | 'picture';

/** Without WebGL, or where every frame takes long: it is not tried again on this page. */
let cannotBeDrawn = false;

function begun(make: () => Stage): Stage {
  try {
    return make();
  } catch (problem) {
    cannotBeDrawn = true;
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
  private model: LineModel | null = null;
  private frame = 0;
  private canvases = 0;
  private loading: Promise<void> | null = null;
  private drag: { x: number; y: number } | null = null;
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
    cancelAnimationFrame(this.frame);
    this.end();
    this.mode = 'line';
  }

  /** Show the body as a person stands: 33 landmarks in metres. Until the next phase is set. */
  drive(landmarks: readonly Landmark[]): void {
    this.stage?.drive(landmarks);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('phases') || changed.has('exercise')) {
      this.data = readData(this.phases);
      this.model = this.data === null ? null : lineModel(this.exercise, this.data);
    }
    if (changed.has('exercise') || changed.has('variant')) {
      this.view = '';
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
    return html`
      <div class="stage" part="stage" role=${silent ? nothing : 'img'} aria-label=${silent ? nothing : this.words()}
        tabindex=${this.mode === 'body' && this.controls !== '' ? 0 : nothing} data-mode=${this.mode}
        @pointerdown=${this.onPointer} @pointermove=${this.onPointer} @pointerup=${this.onPointer} @pointercancel=${this.onPointer}
        @keydown=${this.onKey}>
        ${this.mode === 'body' ? nothing : this.standIn()}
        ${shown || this.mode === 'waiting' ? keyed(this.canvases, html`<canvas aria-hidden="true" ?hidden=${this.mode !== 'body'}></canvas>`) : nothing}
      </div>
      ${this.mode === 'body' && this.controls !== '' ? this.buttons() : nothing}
    `;
  }

  /** Id of the recorded movement. */
  private get clip(): string {
    const varied = `${this.exercise}.${this.variant}`;
    return this.variant !== '' && bodiesFor(this.assets, varied).length > 0 ? varied : this.exercise;
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
    if (bodiesFor(this.assets, this.clip).length === 0) {
      this.end();
      this.mode = 'line';
    } else if (this.flat || cannotBeDrawn || (this.calm.matches && this.assets.stills.includes(this.clip))) {
      this.end();
      this.mode = 'picture';
    } else if (this.mode === 'line' || (this.mode === 'picture' && this.stage === null && !this.calm.matches)) {
      this.mode = this.stage === null ? 'waiting' : 'body';
    }
  }

  /** Pictures or lines, until the body is there or instead of it. */
  private standIn(): TemplateResult | typeof nothing {
    if (this.mode !== 'line' && this.assets.stills.includes(this.clip)) return this.pictures();
    return this.line();
  }

  private pictures(): TemplateResult {
    const ends = this.mode === 'picture' && this.calm.matches ? (['start', 'end'] as const) : ([this.phase === '' ? 'start' : 'end'] as const);
    const turned = this.side === 'left';
    return html`<div class="pictures" ?data-turned=${turned}>
      ${ends.map((end) => {
        const name = ends.length > 1 ? html`<figcaption>${this.assets.words[end] ?? ''}</figcaption>` : nothing;
        return html`<figure><img src=${stillUrl(this.assets, this.clip, end)} alt="" draggable="false">${name}</figure>`;
      })}
    </div>`;
  }

  private line(): TemplateResult | typeof nothing {
    const { model } = this;
    if (model === null) return nothing;
    cancelAnimationFrame(this.frame);
    const cycles = goesRound(model, this.phase) && this.playing && !this.still;
    if (cycles) this.frame = requestAnimationFrame(() => this.requestUpdate());
    const { phase, progress, side, still } = this;
    return lineFigure(model, { phase, progress, side, still, clock_s: cycles ? performance.now() / 1000 : -1 });
  }

  private buttons(): TemplateResult {
    const say = (key: string): string => this.assets.words[key] ?? key;
    const view = (one: View): TemplateResult =>
      html`<button type="button" aria-pressed=${this.view === one} @click=${() => (this.view = one)}>${say(one)}</button>`;
    if (this.controls === 'views') {
      return html`<div class="buttons over" role="group" aria-label=${say('view')} @keydown=${ownKeys} @click=${giveBack}>${VIEWS.map(view)}</div>`;
    }
    const bodies = bodiesFor(this.assets, this.clip);
    const sided = this.data?.sides === 'one_side_at_a_time' || this.data?.sides === 'alternate';
    return html`<div class="buttons" role="group" aria-label=${say('view')}>
      ${VIEWS.map(view)}
      ${sided ? html`<button type="button" @click=${this.changeSide}>${say(this.side === 'left' ? 'to_right' : 'to_left')}</button>` : nothing}
      <button type="button" aria-pressed=${this.speed < 1} @click=${this.changeSpeed}>${say('slow')}</button>
      <button type="button" aria-pressed=${this.arrowsShown} @click=${() => (this.arrowsShown = !this.arrowsShown)}>${say('arrows')}</button>
      ${bodies.length < 2 ? nothing : html`<label>${say('body')}
        <select @change=${this.changeBody}>
          ${bodies.map((one) => html`<option value=${one} ?selected=${one === this.body}>${say(one)}</option>`)}
        </select></label>`}
    </div>`;
  }

  private readonly changeSide = (): void => {
    this.side = this.side === 'left' ? 'right' : 'left';
  };

  private readonly changeSpeed = (): void => {
    this.speed = this.speed < 1 ? 1 : SLOW;
    this.requestUpdate();
  };

  private readonly changeBody = (event: Event): void => {
    this.body = (event.target as HTMLSelectElement).value;
    keepBody(this.body);
  };

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
        this.end();
        this.mode = 'picture';
      })
      .finally(() => {
        this.loading = null;
      });
  }

  private async load(): Promise<void> {
    const began = performance.now();
    const [{ Stage }] = await Promise.all([import('./body/stage'), this.updateComplete]);
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas === null || this.mode !== 'waiting') return;
    const stage = begun(() => new Stage(canvas, this.assets));
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
    // The first frame also pays for the shaders; the next one says how the others will be.
    const frame_ms = stage.drawNow() * 1000;
    if (frame_ms > SLOWEST_FRAME_MS) {
      cannotBeDrawn = true;
      throw new Error(`a frame takes ${Math.round(frame_ms)} ms`);
    }
    this.mode = 'body';
    await this.updateComplete;
    this.fit();
    this.dispatchEvent(new CustomEvent('figure-shown', { detail: { firstFrame_ms: this.firstFrame_ms } }));
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
    const style = getComputedStyle(this);
    const token = (name: string, otherwise: number): number => hex(style.getPropertyValue(name), otherwise);
    const colours = { mat: token('--mat', 0xcfe3da), thing: token('--ink-soft', 0x8c95a4), water: token('--teal', 0x2f9aa5) };
    this.stage?.inTheDark(this.night.matches, colours);
  }

  private readonly onPointer = (event: PointerEvent): void => {
    if (this.mode !== 'body' || this.stage === null) return;
    if (event.type === 'pointerdown') {
      this.drag = { x: event.clientX, y: event.clientY };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    } else if (event.type === 'pointermove' && this.drag !== null) {
      this.stage.turn((this.drag.x - event.clientX) * DRAG_DEG_PER_PX, (event.clientY - this.drag.y) * DRAG_DEG_PER_PX);
      this.drag = { x: event.clientX, y: event.clientY };
    } else {
      this.drag = null;
    }
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const turn = KEY_TURNS[event.key];
    if (turn === undefined || this.stage === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.stage.turn(...turn);
  };
}

/** Space and Enter press the button that has the focus; the page must not take them for "ready" or "pause". */
function ownKeys(event: KeyboardEvent): void {
  if (event.key === ' ' || event.key === 'Enter') event.stopPropagation();
}

/** After a tap the page has its keys back: Space means "pause" again, not this button a second time. */
function giveBack(event: MouseEvent): void {
  if (event.detail > 0 && event.target instanceof HTMLElement) event.target.blur();
}

const names = (list: string): string[] => list.split(',').map((name) => name.trim()).filter((name) => name !== '');

/** A CSS colour token of the form #rgb or #rrggbb as a number. */
function hex(css: string, otherwise: number): number {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(css.trim())?.[1];
  if (digits === undefined) return otherwise;
  return Number.parseInt(digits.length === 3 ? digits.replace(/./g, '$&$&') : digits, 16);
}
