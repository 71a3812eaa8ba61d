/** `<exercise-figure>`: a line figure that shows one exercise. Everything about how it is drawn stays behind this element. */
import { css, html, LitElement, nothing, type SVGTemplateResult, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Angles, between, type FigurePhase, phaseEnds } from './angles';
import { bounds, drawn, type Frame } from './drawing';
import { nearSide, type Posture, postureOf } from './postures';
import { poseOf } from './poses';
import { scenery } from './scenery';

interface FigureData {
  position: string;
  sides?: string;
  phases: FigurePhase[];
}

interface Model {
  data: FigureData;
  posture: Posture;
  ends: Angles[];
  frame: Frame;
}

@customElement('exercise-figure')
export class ExerciseFigure extends LitElement {
  /** Id of the exercise, for what joint angles alone do not say. */
  @property() exercise = '';
  /** JSON: {position, sides, phases: [{id, kind, duration_s, angles}]}. */
  @property({ attribute: 'data-phases' }) phases = '';
  /** Id of the phase that is shown; "" is the start. */
  @property() phase = '';
  /** How far into the phase, 0 to 1. */
  @property({ type: Number }) progress = 1;
  /** The side that moves: "left", "right", or "" for whichever is near. */
  @property() side = '';
  @property({ type: Boolean }) playing = false;
  @property({ type: Boolean }) still = false;

  private model: Model | null = null;
  private frame = 0;

  static override styles = css`
    :host { display: block; }
    svg { display: block; width: 100%; height: 100%; overflow: visible; }
    path, line { fill: none; stroke-linecap: round; stroke-linejoin: round; }
    .floor { stroke: var(--line, #d9d6cc); stroke-width: 0.03; }
    .mat { fill: var(--mat, #cfe3da); }
    .thing { stroke: var(--ink-soft, #4a5468); stroke-width: 0.055; opacity: 0.55; }
    .water { stroke: var(--teal, #0e7c86); stroke-width: 0.04; opacity: 0.6; }
    .torso { stroke: var(--teal, #0e7c86); }
    .sleeve { stroke: var(--teal-ink, #0a636b); }
    .trouser { stroke: var(--figure-trouser, #3d4963); }
    .skin { stroke: var(--figure-skin, #c9966f); }
    .head { fill: var(--figure-skin, #c9966f); }
    .outline { stroke: var(--card, #ffffff); }
    .far { opacity: 0.5; }
    @media (prefers-color-scheme: dark) {
      .trouser { stroke: var(--figure-trouser, #93a2c2); }
      .outline { stroke: var(--paper, #12161f); }
    }
  `;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('phases') || changed.has('exercise')) this.model = modelOf(this.exercise, this.phases);
  }

  protected override render(): TemplateResult | typeof nothing {
    const model = this.model;
    if (model === null) return nothing;
    cancelAnimationFrame(this.frame);
    const steady = model.data.phases.find((phase) => phase.id === this.phase)?.kind === 'steady' || this.phase === '';
    const round = model.posture.cycle_s > 0 && steady;
    const cycles = round && this.playing && !this.still;
    if (cycles) this.frame = requestAnimationFrame(() => this.requestUpdate());
    const { posture, angles } = this.now(model);
    const turn = cycles ? (performance.now() / 1000 / model.posture.cycle_s) % 1 : round ? 0.2 : -1;
    const pose = poseOf(posture, angles, turn);
    // Taking turns, the figure stays and the far side moves; side after side, the whole figure turns round.
    const other = this.side !== '' && this.side !== nearSide(posture.family);
    const staying = model.data.sides === 'alternate' && posture.family !== 'knee_rolls';
    const mirror = other && !staying;
    const label = this.getAttribute('aria-hidden') === 'true' ? nothing : this.label(model);
    return html`<svg viewBox=${model.frame.viewBox} preserveAspectRatio="xMidYMid meet" role="img" aria-label=${label}>
      <g transform=${mirror ? `translate(${2 * model.frame.centre_x} 0) scale(-1 1)` : 'scale(1 1)'}>
        <g transform="scale(1 -1)">
          ${scenery(posture, pose)} ${drawn(pose, other && staying) as SVGTemplateResult}
        </g>
      </g>
    </svg>`;
  }

  private now(model: Model): { posture: Posture; angles: Angles } {
    const index = model.data.phases.findIndex((phase) => phase.id === this.phase);
    const line = Number.parseInt(this.phase, 10);
    const shown = model.data.phases[index >= 0 ? index : line];
    if (shown?.position !== undefined) {
      const posture = postureOf('', shown.position);
      return { posture, angles: posture.base };
    }
    const end = model.ends[index];
    const start = startOf(model);
    if (end === undefined) return { posture: model.posture, angles: start };
    const from = index === 0 ? start : (model.ends[index - 1] ?? start);
    const progress = this.still ? 1 : this.progress;
    return { posture: model.posture, angles: between(from, end, progress) };
  }

  private label(model: Model): string {
    const position = model.data.position.replaceAll('_', ' ');
    const name = this.getAttribute('label') ?? this.exercise.replaceAll('_', ' ');
    return [name, position, this.phase.replaceAll('_', ' ')].filter((word) => word !== '' && !/^-?\d+$/.test(word)).join(', ');
  }
}

function startOf(model: Model): Angles {
  const first = model.data.phases[0];
  return first?.kind === 'ready' ? (model.ends[0] ?? model.posture.base) : (model.ends.at(-1) ?? model.posture.base);
}

function modelOf(exercise: string, json: string): Model | null {
  const data = readData(json);
  if (data === null) return null;
  const posture = postureOf(exercise, data.position);
  const ends = phaseEnds(posture.base, data.phases, posture.hints);
  return { data, posture, ends, frame: bounds(posture, ends, data.phases) };
}

function readData(json: string): FigureData | null {
  try {
    const data = JSON.parse(json) as Partial<FigureData>;
    if (typeof data.position !== 'string' || !Array.isArray(data.phases)) return null;
    return { position: data.position, phases: data.phases, ...(data.sides === undefined ? {} : { sides: data.sides }) };
  } catch {
    // Without readable data there is no figure; the words beside it stand by themselves.
    return null;
  }
}

