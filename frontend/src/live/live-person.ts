/** One person as a watcher sees them: the moving figure, where the session stands, and what may be said and changed. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { clearSkeleton, drawSkeleton } from '../coach/overlay';
import type { CoachFrame } from '../coach/port';
import type { ExerciseFigure } from '../figure/exercise-figure';
import { LightElement } from '../session/light-element';
import { type Say, texts } from '../session/texts';
import { bodyOf, frameOf } from './frame';
import { SteadySocket, type SocketState } from './steady-socket';

/** What the page of a watcher carries. */
export interface WatchPage {
  texts: Record<string, string>;
  /** Cues of each exercise: [code, words]. */
  cues: Record<string, [string, string][]>;
}

interface State {
  mode: string;
  step: number;
  exercise: string;
  name: string;
  side: string;
  set: number;
  sets: number;
  repetition: number;
  repetitions: number;
  seconds_left: number | null;
  counted_by: string;
  camera: string;
  adjust: { code: string; count: number }[];
  saying: string;
  doing: string;
  pain: number | null;
  effort: number | null;
  can_ease: boolean;
}

type Standing = 'opening' | 'off' | 'live' | 'silent' | 'again' | 'refused';

/** Without anything new for so long, what is shown is called old (a default). */
const SILENT_AFTER_MS = 5000;
/** A word or a STOP of which their device has said nothing for so long is told to be without an answer. */
const ANSWERED_WITHIN_MS = 3000;
/** How often the server hears what has arrived: it has no more than eight frames on their way. */
const TELL_EVERY_FRAMES = 2;

/** The body is led by what is seen, not by an exercise; it needs one to know what it stands on. */
const ANY_EXERCISE = 'bridge';
const NO_PHASES = JSON.stringify({ position: '', phases: [] });

@customElement('live-person')
export class LivePerson extends LightElement {
  @property() path = '';
  @property() name = '';
  @property() href = '';
  /** One of several: the figure, the state, pause and stop only. */
  @property({ type: Boolean }) compact = false;

  @state() private standing: Standing = 'opening';
  @state() private now: State | null = null;
  @state() private note = '';
  @state() private bodyShown = false;
  private page: WatchPage = { texts: {}, cues: {} };
  private say: Say = texts({});
  private socket: SteadySocket | null = null;
  private got = 0;
  private heard_ms = 0;
  private timer = 0;
  private sent = new Map<string, string>();
  private unanswered = new Set<string>();
  private frame: CoachFrame | null = null;
  private drawn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.page = JSON.parse(document.getElementById('watch-data')?.textContent ?? '{}') as WatchPage;
    this.say = texts(this.page.texts);
    this.socket = new SteadySocket(this.path, {
      text: (message) => this.told(message),
      bytes: (message) => this.moved(message),
      state: (state, code) => this.connected(state, code),
    });
    this.timer = window.setInterval(() => this.look(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
    cancelAnimationFrame(this.drawn);
    this.socket?.close();
  }

  private connected(state: SocketState, code: number): void {
    this.got = 0;
    if (code !== 0) this.become('refused');
    else if (state === 'again') this.become('again');
  }

  private become(standing: Standing): void {
    this.standing = standing;
    if (standing === 'live') return;
    if (standing === 'silent' || standing === 'again') return; // what was seen last stays, called old
    this.now = null;
    this.frame = null;
    const canvas = this.querySelector('canvas');
    if (canvas !== null) clearSkeleton(canvas);
  }

  private look(): void {
    if (this.standing === 'live' && performance.now() - this.heard_ms > SILENT_AFTER_MS) this.become('silent');
  }

  private told(message: Record<string, unknown> & { kind: string }): void {
    this.heard_ms = performance.now();
    if (message.kind === 'off') this.become('off');
    if (message.kind === 'state') {
      this.now = message as unknown as State;
      this.become('live');
    }
    const what = this.sent.get(String(message['id'] ?? '')) ?? '';
    this.unanswered.delete(String(message['id'] ?? ''));
    if (message.kind === 'answer') this.note = this.say(`watch_${String(message['how'])}`, { what });
    if (message.kind === 'refused') this.note = `${String(message['message'])} ${String(message['rule'] ?? '')}`.trim();
  }

  private moved(message: ArrayBuffer): void {
    this.heard_ms = performance.now();
    this.got += 1;
    if (this.got % TELL_EVERY_FRAMES === 0) this.socket?.send({ kind: 'got', frames: this.got });
    this.frame = frameOf(message);
    cancelAnimationFrame(this.drawn);
    this.drawn = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    const { frame } = this;
    const canvas = this.querySelector('canvas');
    if (frame === null || canvas === null) return;
    drawSkeleton(canvas, frame);
    const body = this.bodyShown ? bodyOf(frame) : null;
    if (body !== null) this.querySelector<ExerciseFigure>('exercise-figure')?.drive(body);
  }

  private send(kind: string, what: string, more: Record<string, unknown> = {}): void {
    const id = crypto.randomUUID();
    this.sent.set(id, what);
    if (this.socket?.send({ kind, id, ...more }) !== true) {
      this.note = this.say('watch_not_sent');
      return;
    }
    this.note = this.say('watch_sent', { what });
    this.unanswered.add(id);
    setTimeout(() => this.unanswered.has(id) && (this.note = this.say('watch_no_answer', { what })), ANSWERED_WITHIN_MS);
  }

  private readonly sendTyped = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem('cue') as HTMLInputElement;
    const text = field.value.trim();
    if (text === '') return;
    this.send('cue', text, { text });
    field.value = '';
  };

  private readonly sendFewer = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem('reps') as HTMLInputElement;
    const reps = field.valueAsNumber;
    if (Number.isInteger(reps)) this.send('fewer', this.say('watch_fewer_to', { reps }), { reps });
  };

  private readonly showBody = async (): Promise<void> => {
    if (!this.bodyShown) await import('../figure/exercise-figure');
    this.bodyShown = !this.bodyShown;
    await this.updateComplete;
    if (this.bodyShown) await this.querySelector<ExerciseFigure>('exercise-figure')?.wake();
  };

  protected override render(): TemplateResult {
    const { now, say } = this;
    const live = now !== null && this.standing !== 'off';
    return html`<article class="live-person ${this.compact ? 'is-compact' : ''}" data-standing=${this.standing} aria-label=${this.name}>
      <header class="live-head">
        ${this.compact ? html`<h2><a href=${this.href}>${this.name}</a></h2>` : nothing}
        <p class="live-standing" role="status"><span class="live-dot" aria-hidden="true"></span> ${say(`watch_is_${this.standing}`)}</p>
      </header>
      ${live ? html`<div class="live-seen">${this.picture()}${this.facts(now)}</div>${this.controls(now)}` : this.waits()}
      <p class="live-note" role="status">${this.note}</p>
    </article>`;
  }

  private waits(): TemplateResult {
    const { say, standing } = this;
    return html`<p>${say(`watch_about_${standing}`)}</p>
      ${standing === 'off' ? html`<button type="button" class="button plain live-ask" @click=${() => this.ask()}>${say('watch_ask')}</button>` : nothing}`;
  }

  /** Ask to watch, where that is not the case already. */
  ask(): void {
    if (this.standing === 'off') this.send('ask', this.say('watch_ask'));
  }

  private picture(): TemplateResult {
    const { now, say } = this;
    const camera = now?.camera ?? 'off';
    const unseen = camera === 'watching' ? '' : say(camera === 'starting' ? 'watch_camera_starting' : 'watch_no_camera');
    return html`<div class="live-picture">
      <canvas role="img" aria-label=${say('watch_picture', { name: this.name })}></canvas>
      ${unseen === '' ? nothing : html`<p class="soft live-unseen">${unseen}</p>`}
      ${this.bodyShown ? html`<exercise-figure exercise=${now?.exercise || ANY_EXERCISE} data-phases=${NO_PHASES} controls="views" label=${say('watch_body')}></exercise-figure>` : nothing}
      ${this.compact ? nothing : html`<button type="button" class="button plain" @click=${() => void this.showBody()} aria-pressed=${this.bodyShown}>${say('watch_body')}</button>`}
    </div>`;
  }

  private facts(now: State): TemplateResult {
    const { say } = this;
    const count = now.repetitions > 0 ? say('watch_count', { repetition: now.repetition, repetitions: now.repetitions, set: now.set, sets: now.sets }) : '';
    const words = new Map(this.page.cues[now.exercise] ?? []);
    const adjust = now.adjust.map(({ code, count: times }) => say('watch_adjust', { words: words.get(code) ?? code.replaceAll('_', ' '), times }));
    const score = (value: number | null): string => (value === null ? say('watch_not_told') : say('watch_of_ten', { value }));
    return html`<dl class="live-facts">
      <div class="wide"><dt>${say('watch_doing')}</dt><dd class="live-exercise">${now.name || say('watch_no_exercise')}
        <span class="soft">${say(`watch_mode_${now.mode}`)}${now.side === '' ? '' : ` · ${say(`watch_side_${now.side}`)}`}</span></dd></div>
      ${count === '' ? nothing : html`<div><dt>${say(`watch_counted_${now.counted_by}`)}</dt><dd class="live-number">${count}</dd></div>`}
      ${now.seconds_left === null || now.repetitions > 0 ? nothing : html`<div><dt>${say('watch_left')}</dt><dd class="live-number">${now.seconds_left} s</dd></div>`}
      <div><dt>${say('watch_pain')}</dt><dd class="live-number">${score(now.pain)}</dd></div>
      <div><dt>${say('watch_effort')}</dt><dd class="live-number">${score(now.effort)}</dd></div>
      <div class="wide"><dt>${say('watch_saying')}</dt><dd class="live-saying">${now.saying || '–'}</dd></div>
      <div class="wide"><dt>${say('watch_to_adjust')}</dt><dd>${adjust.length === 0 ? say('watch_nothing') : adjust.map((line) => html`<span class="live-adjust">${line}</span>`)}</dd></div>
    </dl>`;
  }

  private controls(now: State): TemplateResult {
    const { say } = this;
    const urgent = html`<div class="live-urgent">
      <button type="button" class="button plain" @click=${() => this.send('pause', say('watch_pause'))}>${say('watch_pause')}</button>
      <button type="button" class="button live-stop" @click=${() => this.send('stop', say('watch_stop'))}>${say('watch_stop')}</button>
    </div>`;
    if (this.compact) return urgent;
    const cues = this.page.cues[now.exercise] ?? [];
    return html`${urgent}
      <section class="live-say" aria-label=${say('watch_say')}>
        <h2>${say('watch_say')}</h2>
        <p class="soft small">${say('watch_say_about')}</p>
        <div class="live-cues">${cues.map(([code, words]) => html`<button type="button" class="button plain" @click=${() => this.send('cue', words, { code })}>${words}</button>`)}</div>
        <form class="live-form" @submit=${this.sendTyped}>
          <label for="cue">${say('watch_own_words')}</label>
          <input id="cue" name="cue" maxlength="120" autocomplete="off"> <button class="button">${say('watch_send')}</button>
        </form>
      </section>
      <section class="live-change" aria-label=${say('watch_change')}>
        <h2>${say('watch_change')}</h2>
        <p class="soft small">${say('watch_change_about')}</p>
        <div class="live-form">
          <button type="button" class="button plain" ?disabled=${!now.can_ease} @click=${() => this.send('easier', say('watch_easier'))}>${say('watch_easier')}</button>
        </div>
        ${now.repetitions > 1 ? html`<form class="live-form" @submit=${this.sendFewer}>
          <label for="reps">${say('watch_fewer')}</label>
          <input id="reps" name="reps" type="number" inputmode="numeric" min="1" step="1" value=${Math.max(1, now.repetitions - 2)}>
          <button class="button plain">${say('watch_send')}</button></form>` : nothing}
      </section>`;
  }
}
