/** The screen while the person moves: figure, what to do now, breath and number, side, controls. */
import { html, nothing, type TemplateResult } from 'lit';
import { clockFace } from './big-count';
import type { Player } from './player';
import { question } from './screens';
import type { ScriptStep } from './script';
import type { SessionCamera } from './session-camera';
import type { Say } from './texts';
import { doseWords, stepName } from './timeline';
import './big-count';
import './breath-ring';
import './caption-line';
import './side-word';

export interface Stage {
  player: Player;
  say: Say;
  still: boolean;
  spoken: string;
  sound: boolean;
  setSound(on: boolean): void;
  camera: SessionCamera;
}

export function stage(view: Stage): TemplateResult {
  const { player, say } = view;
  const step = player.step;
  if (step === null) return html``;
  return html`
    <section class="session-stage" data-mode=${player.mode} tabindex="-1" data-focus aria-labelledby="step-name">
      <header class="stage-top">
        <h1 id="step-name">${stepName(step, say)}</h1>
        <p class="stage-part">${where(player, step, say)}</p>
        <div class="stage-switches">
          ${view.camera.offered ? toggle('camera', say('camera'), view.camera.on, () => view.camera.toggle(), say, 'c') : nothing}
          ${toggle('sound', say('sound'), view.sound, () => view.setSound(!view.sound), say)}
        </div>
      </header>
      <div class="stage-figure ${pictures(view)}">
        <div class="stage-drawing">${figure(view, step)}</div>
        ${view.camera.stage?.cameraPicture(view) ?? nothing}
      </div>
      ${player.prompt === null ? now(view, step) : question(say, player.prompt, (value) => player.answer(value))}
      <div class="stage-controls">${controls(player, say)}</div>
    </section>
  `;
}

/** With the camera there are two pictures; while the device is put in its place, the camera's is the large one. */
function pictures(view: Stage): string {
  const { stage, pictureFirst } = view.camera;
  if (!stage?.watching(view)) return '';
  return pictureFirst !== stage.settingUp(view) ? 'with-picture picture-first' : 'with-picture';
}

function toggle(id: string, text: string, on: boolean, press: () => void, say: Say, key = ''): TemplateResult {
  return html`<button type="button" class="sound-toggle" id=${id} role="switch" aria-checked=${on}
    aria-keyshortcuts=${key || nothing} @click=${press}>
    ${text} <span aria-hidden="true">${say(on ? 'on' : 'off')}</span>
  </button>`;
}

/** Holds this long are counted in seconds; shorter ones keep the repetition in sight. */
const SECONDS_SHOWN_FROM_S = 5;

function where(player: Player, step: ScriptStep, say: Say): string {
  if (step.kind === 'transition') return '';
  const counted = (steps: readonly ScriptStep[]): number => steps.filter((one) => one.kind !== 'transition').length;
  const part = say('part_of', { part: counted(player.steps.slice(0, player.stepIndex + 1)), parts: counted(player.steps) });
  const place = player.block?.place;
  const set = step.dose.sets > 1 ? [say('set_of', { set: (place?.set ?? 0) + 1, sets: step.dose.sets })] : [];
  return [part, ...set].join(' · ');
}

function figure(view: Stage, step: ScriptStep): TemplateResult {
  const { player } = view;
  const block = player.block;
  const progress = block === null || !Number.isFinite(block.duration_s) ? 1 : player.elapsed_s / block.duration_s;
  return html`<exercise-figure
    exercise=${step.way?.clip ?? step.exercise_id}
    variant=${step.variant ?? ''}
    highlight=${player.lead.part}
    label=${stepName(step, view.say)}
    controls="views"
    data-phases=${figureData(step)}
    phase=${figurePhase(step, block?.phase ?? -1)}
    progress=${Math.min(1, progress).toFixed(3)}
    side=${player.side}
    ?playing=${player.running}
    ?still=${view.still}
    ?flat=${view.camera.wantsStills}
  ></exercise-figure>`;
}

const dataCache = new WeakMap<ScriptStep, string>();

/** The figure's phases as JSON; made once for a step. A transition shows the position of each of its lines. */
export function figureData(step: ScriptStep): string {
  const known = dataCache.get(step);
  if (known !== undefined) return known;
  const exercise = step.phases.map(({ id, kind, duration_s, breathing, say, angles }) => ({ id, kind, duration_s, breathing, say, angles }));
  const way = step.line_positions.map((position, id) => ({ id: step.way?.phases[id] ?? String(id), kind: 'steady', duration_s: 0, angles: {}, position }));
  const data = JSON.stringify({
    position: step.position,
    sides: step.alternate ? 'alternate' : step.sides.join(' '),
    phases: step.kind === 'transition' ? way : exercise,
  });
  dataCache.set(step, data);
  return data;
}

function figurePhase(step: ScriptStep, phase: number): string {
  return step.phases[phase]?.id ?? step.way?.phases[phase] ?? String(phase);
}

function now(view: Stage, step: ScriptStep): TemplateResult {
  const { player, say } = view;
  const block = player.block;
  const paused = player.mode === 'paused';
  const what = paused ? say(player.asleep ? 'paused_asleep' : 'paused_about') : whatNow(player, step);
  const caption = html`<caption-line .what=${what} .spoken=${paused ? '' : view.spoken}></caption-line>`;
  if (player.mode === 'preparing' || block === null) {
    return html`${caption}${view.camera.stage?.cameraSetup(view) ?? html`<p class="stage-dose">${doseWords(step, say)}</p>`}`;
  }
  const count = number(player, step, say);
  return html`
    ${caption}
    <div class="stage-count">
      <breath-ring .breathing=${block.breathing} ?still=${view.still || paused}
        .progress=${player.elapsed_s / block.duration_s}></breath-ring>
      <side-word .side=${player.side} .word=${player.side === '' ? '' : say(`side_${player.side}`)}></side-word>
      <big-count .number=${count.number} .unit=${count.unit}></big-count>
    </div>
    ${view.camera.stage?.leadWord(view) ?? nothing}
    <p class="breath-word">${paused ? '' : breathWord(block.breathing, say)}</p>
  `;
}

function whatNow(player: Player, step: ScriptStep): string {
  const block = player.block;
  if (block === null) return '';
  return block.caption || step.name;
}

function breathWord(breathing: string, say: Say): string {
  return { inhale: say('breathe_in'), exhale: say('breathe_out'), normal: say('breathe_easy') }[breathing] ?? '';
}

function number(player: Player, step: ScriptStep, say: Say): { number: string; unit: string } {
  const block = player.block;
  if (block === null) return { number: '', unit: '' };
  const seconds = clockFace(player.remaining_s);
  switch (block.kind) {
    case 'line':
    case 'ready':
      return { number: '', unit: '' };
    case 'words': {
      const done = block.place.repetition;
      return done === 0 ? { number: '', unit: '' } : { number: String(done), unit: say('of_reps', { reps: step.dose.reps }) };
    }
    case 'phase':
    case 'hold': {
      // While the camera counts, the number is what it has seen; by time it is the one that is being led.
      const rep = block.place.repetition + (player.lead.counts ? 0 : 1);
      const of = say('rep_of', { rep, reps: step.dose.reps });
      if (block.duration_s < SECONDS_SHOWN_FROM_S) return { number: String(rep), unit: say('of_reps', { reps: step.dose.reps }) };
      return { number: seconds, unit: `${say('seconds')} · ${of}` };
    }
    case 'segment':
      return { number: seconds, unit: say(player.remaining_s >= 59.5 ? 'minutes_left' : 'seconds') };
    default:
      return { number: seconds, unit: say('seconds') };
  }
}

function controls(player: Player, say: Say): TemplateResult {
  const button = (id: string, key: string, text: string, press: () => void, main = false): TemplateResult =>
    html`<button type="button" id=${id} class="button ${main ? '' : 'plain'}" aria-keyshortcuts=${key || nothing}
      @click=${(event: Event) => {
        press();
        // Space means "ready" or "pause" again, not this button a second time.
        if (!main) (event.target as Element).closest<HTMLElement>('[data-focus]')?.focus({ preventScroll: true });
      }}>
      ${text}
    </button>`;
  const paused = player.mode === 'paused';
  const waits = player.mode === 'preparing';
  const lines = waits && player.step?.kind === 'transition' && player.block?.kind === 'line';
  const main = player.lead.offersTime ? say('lead_go_on_by_time') : paused ? say('go_on') : waits ? say(lines ? 'next_line' : 'ready') : say('pause');
  return html`
    ${button('ready-pause', 'Space', main, () => player.readyOrPause(), true)}
    <div class="stage-more">
    ${player.mode === 'resting' ? button('shorten-rest', 'n', say('shorten_rest'), () => player.shortenRest()) : nothing}
    ${button('tell-again', 'r', say('tell_again'), () => player.tellAgain())}
    ${button('skip', 's', say('skip'), () => player.skip())}
    ${player.canEase ? button('easier', 'e', say('easier'), () => player.ease()) : nothing}
    ${paused ? button('finish-here', '', say('finish_here'), () => player.finishEarly()) : nothing}
    </div>
  `;
}
