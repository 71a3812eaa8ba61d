/** The line figure: drawn from the phases' angles alone, for exercises that have no recorded movement yet. */
import { html, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { FigureData } from '../figure-data';
import { type Angles, between, phaseEnds } from './angles';
import { bounds, drawn, type Frame } from './drawing';
import { nearSide, type Posture, postureOf } from './postures';
import { poseOf } from './poses';
import { scenery } from './scenery';

export interface LineModel {
  data: FigureData;
  posture: Posture;
  ends: Angles[];
  frame: Frame;
}

export interface LineState {
  phase: string;
  progress: number;
  side: string;
  still: boolean;
  /** Seconds on the figure's own clock, for walking, pedalling and swimming; negative when it stands. */
  clock_s: number;
}

export function lineModel(exercise: string, data: FigureData): LineModel {
  const posture = postureOf(exercise, data.position);
  const ends = phaseEnds(posture.base, data.phases, posture.hints);
  return { data, posture, ends, frame: bounds(posture, ends, data.phases) };
}

/** Whether it moves by itself in this phase. */
export function goesRound(model: LineModel, phase: string): boolean {
  const steady = model.data.phases.find(({ id }) => id === phase)?.kind === 'steady' || phase === '';
  return model.posture.cycle_s > 0 && steady;
}

export function lineFigure(model: LineModel, state: LineState): TemplateResult {
  const round = goesRound(model, state.phase);
  const { posture, angles } = now(model, state);
  const turn = round && state.clock_s >= 0 ? (state.clock_s / model.posture.cycle_s) % 1 : round ? 0.2 : -1;
  const pose = poseOf(posture, angles, turn);
  // Taking turns, the figure stays and the far side moves; side after side, the whole figure turns round.
  const other = state.side !== '' && state.side !== nearSide(posture.family);
  const staying = model.data.sides === 'alternate' && posture.family !== 'knee_rolls';
  const mirror = other && !staying;
  return html`<svg viewBox=${model.frame.viewBox} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
    <g transform=${mirror ? `translate(${2 * model.frame.centre_x} 0) scale(-1 1)` : 'scale(1 1)'}>
      <g transform="scale(1 -1)">
        ${scenery(posture, pose)} ${drawn(pose, other && staying) as SVGTemplateResult}
      </g>
    </g>
  </svg>`;
}

function now(model: LineModel, state: LineState): { posture: Posture; angles: Angles } {
  const index = model.data.phases.findIndex((phase) => phase.id === state.phase);
  const line = Number.parseInt(state.phase, 10);
  const shown = model.data.phases[index >= 0 ? index : line];
  if (shown?.position !== undefined) {
    const posture = postureOf('', shown.position);
    return { posture, angles: posture.base };
  }
  const end = model.ends[index];
  const start = startOf(model);
  if (end === undefined) return { posture: model.posture, angles: start };
  const from = index === 0 ? start : (model.ends[index - 1] ?? start);
  return { posture: model.posture, angles: between(from, end, state.still ? 1 : state.progress) };
}

function startOf(model: LineModel): Angles {
  const first = model.data.phases[0];
  return first?.kind === 'ready' ? (model.ends[0] ?? model.posture.base) : (model.ends.at(-1) ?? model.posture.base);
}
