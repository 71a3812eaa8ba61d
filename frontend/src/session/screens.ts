/** The screens in which something is asked or said: one thing each. They hold no state. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Choice } from './decisions';
import type { Question } from './questions';
import { type Advice, type PainDecision, type ScriptStep, STOP_ANSWERS, type StopAnswer } from './script';
import type { Say } from './texts';
import './pain-scale';
import './step-list';

/** level 2 stands below the heading of the running exercise. */
const panel = (title: string, body: TemplateResult, urgent = false, level: 1 | 2 = 1): TemplateResult => html`
  <section class="session-panel" tabindex="-1" data-focus aria-labelledby="panel-title">
    <div role=${urgent ? 'alert' : nothing}>
      ${level === 1 ? html`<h1 id="panel-title">${title}</h1>` : html`<h2 id="panel-title">${title}</h2>`}
    </div>
    ${body}
  </section>
`;

export interface WelcomeOptions {
  title: string;
  lines: string[];
  resumeAt: string;
  withSound: boolean;
  note: string;
  /** Whether the camera is to watch; null where there is nothing for it to see. */
  camera: boolean | null;
  chooseCamera(on: boolean): void;
  start(sound: boolean): void;
}

export function welcome(say: Say, options: WelcomeOptions): TemplateResult {
  const sound = html`<button type="button" class="button" id="start-sound" @click=${() => options.start(true)}>
    ${say('start_sound')}
  </button>`;
  const silent = html`<button type="button" id="start-silent" class="button ${options.withSound ? 'quiet' : ''}"
    @click=${() => options.start(false)}>${say('start_silent')}</button>`;
  return html`<section class="session-welcome" tabindex="-1" data-focus aria-labelledby="panel-title">
    <h1 id="panel-title">${options.resumeAt === '' ? options.title : say('resume_title')}</h1>
    ${options.resumeAt === '' ? nothing : html`<p class="lead">${say('resume_about', { name: options.resumeAt })}</p>`}
    ${options.lines.map((line) => html`<p>${line}</p>`)}
    ${options.note === '' ? nothing : html`<p class="note">${options.note}</p>`}
    ${options.camera === null ? nothing : cameraChoice(say, options.camera, (on) => options.chooseCamera(on))}
    <div class="actions">${options.withSound ? [sound, silent] : [silent, sound]}</div>
  </section>`;
}

function cameraChoice(say: Say, on: boolean, choose: (on: boolean) => void): TemplateResult {
  const one = (value: boolean, id: string, text: string): TemplateResult => html`<label class="camera-option">
    <input type="radio" name="camera" id=${id} .checked=${on === value} @change=${() => choose(value)} /> <span>${text}</span>
  </label>`;
  return html`<fieldset class="camera-choice">
    <legend>${say('camera_title')}</legend>
    ${one(false, 'camera-without', say('camera_without'))} ${one(true, 'camera-with', say('camera_with'))}
    <p class="small soft">${say('camera_about')}</p>
  </fieldset>`;
}

export function heldElsewhere(say: Say, lost: boolean, takeOver: () => void, home: string): TemplateResult {
  return panel(
    say(lost ? 'lost_title' : 'held_title'),
    html`<p>${say(lost ? 'lost_about' : 'held_about')}</p>
      <div class="actions">
        <button type="button" class="button" id="take-over" @click=${takeOver}>${say('take_over')}</button>
        <a class="button plain" href=${home}>SteadyBack</a>
      </div>`,
  );
}

/** The eight answers after STOP. */
export function felt(say: Say, answer: (value: StopAnswer) => void): TemplateResult {
  return panel(
    say('felt_title'),
    html`<div class="felt-choices">
      ${STOP_ANSWERS.map(
        (value) =>
          html`<button type="button" class="felt" data-answer=${value} @click=${() => answer(value)}>
            ${say(`felt_${value}`)}
          </button>`,
      )}
    </div>`,
    true,
  );
}

export function score(
  say: Say,
  title: string,
  kind: 'pain' | 'effort',
  answer: (value: number) => void,
  level: 1 | 2 = 1,
): TemplateResult {
  const scale = html`<pain-scale .label=${title} .low=${say(`${kind}_low`)} .high=${say(`${kind}_high`)}
    @score-chosen=${(event: CustomEvent<number>) => answer(event.detail)}></pain-scale>`;
  return panel(title, scale, false, level);
}

type Option = readonly [value: string | number, text: string];

function options(
  title: string,
  choices: readonly Option[],
  answer: (value: string | number) => void,
  level: 1 | 2 = 1,
  more: { about: string; urgent: boolean } = { about: '', urgent: false },
): TemplateResult {
  return panel(
    title,
    html`${more.about === '' ? nothing : html`<p class="lead">${more.about}</p>`}<div class="answer-choices">
      ${choices.map(
        ([value, text]) =>
          html`<button type="button" class="answer" data-answer=${value} @click=${() => answer(value)}>${text}</button>`,
      )}
    </div>`,
    more.urgent,
    level,
  );
}

export interface HelpOptions {
  /** Help was asked for; else nobody answered. */
  asked: boolean;
  emergencyNumber: string;
  fine(): void;
  felt(): void;
}

/** The number to call, after "I need help" or when nobody answered. Nothing about the person is concluded from it. */
export function helpCard(say: Say, options: HelpOptions): TemplateResult {
  const key = options.asked ? 'help' : 'no_answer';
  return html`<section class="session-panel session-end urgent" tabindex="-1" data-focus aria-labelledby="panel-title">
    <div role="alert"><h1 id="panel-title">${say(`${key}_title`)}</h1></div>
    <p class="lead">${say(`${key}_about`)}</p>
    <p class="lead">${say('help_still')}</p>
    <div class="actions stacked">
      <a class="button stop" id="call" href="tel:${options.emergencyNumber}">${say('call', { number: options.emergencyNumber })}</a>
      <button type="button" class="button plain" id="say-felt" @click=${options.felt}>${say('help_felt')}</button>
      <button type="button" class="button plain" id="all-right" @click=${options.fine}>${say('help_fine')}</button>
    </div>
  </section>`;
}

export function question(say: Say, asked: Question, answer: (value: string | number) => void): TemplateResult {
  const level = asked.half ? 2 : 1;
  switch (asked.kind) {
    case 'after_pain':
      return options(say('after_title'), [['same', say('after_same')], ['more', say('after_more')]], answer);
    case 'pain':
      return score(say, say('pain_title'), 'pain', answer);
    case 'end_pain':
      return score(say, say('end_pain_title'), 'pain', answer);
    case 'effort':
      return score(say, say('effort_title'), 'effort', answer, level);
    case 'reps_left':
      return options(say('reps_left_title'), [0, 1, 2, 3, 4].map((n) => [n, n === 4 ? say('reps_left_4') : String(n)]), answer);
    case 'talk_test': {
      const answers = ['sing', 'sentences', 'words'].map((value): Option => [value, say(`talk_${value}`)]);
      return options(say('talk_title'), answers, answer, level);
    }
    case 'away': {
      const title = say('away_title', { minutes: asked.minutes ?? 1 });
      return options(title, [['yes', say('away_yes')], ['no', say('away_no')]], answer);
    }
    case 'all_right':
      return options(say('all_right_title'), [['yes', say('all_right_yes')], ['help', say('all_right_help')]], answer, 1, {
        about: say('all_right_about'),
        urgent: true,
      });
    case 'no_answer':
      return html``;
  }
}

const CHOICE_TEXT: Record<Choice, string> = {
  go_on: 'go_on',
  smaller: 'smaller',
  easier: 'easier',
  next_exercise: 'next_exercise',
  finish_here: 'finish_here',
  see_next: 'see_next',
};

export function decisionMade(
  say: Say,
  decision: PainDecision,
  advice: Advice | undefined,
  choices: readonly Choice[],
  choose: (choice: Choice) => void,
): TemplateResult {
  const lines = advice?.lines ?? (decision.outcome === 'REDUCE' ? [say('reduce_lines')] : []);
  return panel(
    advice?.title ?? say(`decision_${decision.outcome}`),
    html`${lines.map((line) => html`<p class="lead">${line}</p>`)}
      <div class="actions stacked">
        ${choices.map(
          (choice, index) =>
            html`<button type="button" class="button ${index === 0 ? '' : 'plain'}" data-choice=${choice}
              @click=${() => choose(choice)}>${say(CHOICE_TEXT[choice])}</button>`,
        )}
      </div>
      ${because(say, decision)}`,
    true,
  );
}

function because(say: Say, decision: PainDecision): TemplateResult | typeof nothing {
  if (decision.reasons.length === 0) return nothing;
  const rules = [...new Set(decision.reasons.map((reason) => reason.rule))].join(', ');
  return html`<p class="small soft because">${say('why', { rules })}</p>`;
}

export interface EndOptions {
  outcome: string;
  decision: PainDecision;
  advice: Advice | undefined;
  emergencyNumber: string;
  next: string;
  getUp: string[];
  /** After a fall: what to do when it hurt, or when that is not sure. */
  ifHurt: Advice | undefined;
}

/** A session that a rule ended: what to do fills the screen. */
export function endedByRule(say: Say, end: EndOptions): TemplateResult {
  const hurt = end.ifHurt;
  const call = hurt !== undefined || (end.advice?.call_emergency ?? end.outcome === 'EMERGENCY');
  return html`<section class="session-panel session-end ${call ? 'urgent' : ''}" tabindex="-1" data-focus
    aria-labelledby="panel-title">
    <div role="alert"><h1 id="panel-title">${end.advice?.title ?? say(`decision_${end.outcome}`)}</h1></div>
    ${(end.advice?.lines ?? []).map((line) => html`<p class="lead">${line}</p>`)}
    ${hurt === undefined
      ? nothing
      : html`<div class="note stop"><p><strong>${say('if_hurt')} ${hurt.title}.</strong></p>${hurt.lines.map((line) => html`<p>${line}</p>`)}</div>`}
    <div class="actions stacked">
      ${call
        ? html`<a class="button stop" id="call" href="tel:${end.emergencyNumber}">
            ${say('call', { number: end.emergencyNumber })}</a>`
        : nothing}
      <a class="button ${call ? 'plain' : ''}" id="see-next" href=${end.next}>${say('see_next')}</a>
    </div>
    ${end.getUp.length === 0 || call
      ? nothing
      : html`<h2>${say('get_up_title')}</h2><step-list .lines=${end.getUp}></step-list>`}
    ${because(say, end.decision)}
  </section>`;
}

/** The way up from the floor that the script holds, for a session that ends while the person lies there. */
export function wayUp(steps: readonly ScriptStep[], from: number): string[] {
  const down = steps.slice(0, from + 1).some((step) => step.kind === 'transition');
  const up = steps.slice(from).find((step) => step.kind === 'transition');
  return down && up !== undefined ? up.lines : [];
}
