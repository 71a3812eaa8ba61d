/** The figure of a session as it moved, joined to the session's time line and to what was said about its moments. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { clearSkeleton, drawSkeleton } from '../coach/overlay';
import type { ExerciseFigure } from '../figure/exercise-figure';
import { LightElement } from '../session/light-element';
import { type Say, texts } from '../session/texts';
import { bodyOf } from './frame';
import { type Part, Recording } from './recording';

interface Moment {
  at_s: number;
  text: string;
  /** "said" for a comment; else as on the time line. */
  tone: string;
  exercise: string;
}

interface ReplayPage {
  url: string;
  /** The person's own: nobody can take it away from them while they look. */
  own: boolean;
  moments: Moment[];
  texts: Record<string, string>;
}

type Standing = 'closed' | 'opening' | 'open' | 'gone' | 'failed';

const ASK_AGAIN_EVERY_MS = 4000;
const FAILURES_UNTIL_CLOSED = 2;
/** So long the line of moments is in its own drawing. */
const LINE = 1000;
const SPEEDS = [0.5, 1, 2];
/** So long a comment stays beside the figure. */
const SAID_FOR_S = 6;
const ANY_EXERCISE = 'bridge';
const NO_PHASES = JSON.stringify({ position: '', phases: [] });

class NotShownError extends Error {}

@customElement('figure-replay')
export class FigureReplay extends LightElement {
  @state() private standing: Standing = 'closed';
  @state() private t_s = 0;
  @state() private playing = false;
  @state() private speed = 1;
  @state() private bodyShown = false;
  private readonly still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  private page!: ReplayPage;
  private say!: Say;
  private recording: Recording | null = null;
  private failures = 0;
  private asking = 0;
  private drawing = 0;
  private last_ms = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.page = JSON.parse(document.getElementById('replay-data')?.textContent ?? '{}') as ReplayPage;
    this.say = texts(this.page.texts);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close('closed');
  }

  private async open(): Promise<void> {
    this.standing = 'opening';
    try {
      const { parts } = (await (await this.get(this.page.url)).json()) as { parts: Part[] };
      this.recording = new Recording(parts, async (number) => (await this.get(`${this.page.url}${number}/`)).arrayBuffer());
      this.t_s = this.recording.begins_s;
      await this.recording.want(this.t_s);
    } catch (error) {
      return this.close(error instanceof NotShownError ? 'gone' : 'failed');
    }
    this.standing = 'open';
    this.failures = 0;
    if (!this.page.own) this.asking = window.setInterval(() => void this.askAgain(), ASK_AGAIN_EVERY_MS);
    this.joinTimeLine();
    await this.updateComplete;
    this.querySelector<HTMLElement>('#replay-play')?.focus({ preventScroll: true });
    this.draw();
  }

  private async get(url: string): Promise<Response> {
    const answer = await fetch(url, { credentials: 'same-origin', redirect: 'manual', signal: AbortSignal.timeout(ASK_AGAIN_EVERY_MS) });
    if ([401, 403, 404].includes(answer.status) || answer.type === 'opaqueredirect') throw new NotShownError();
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer;
  }

  /** Taken back, deleted or its days over: it ends here within seconds. */
  private async askAgain(): Promise<void> {
    try {
      await this.get(this.page.url);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      if (error instanceof NotShownError) this.close('gone');
      else if (this.failures >= FAILURES_UNTIL_CLOSED) this.close('failed');
    }
  }

  /** Nothing of it stays in the page. */
  private close(standing: Standing): void {
    window.clearInterval(this.asking);
    cancelAnimationFrame(this.drawing);
    const canvas = this.querySelector('canvas');
    if (canvas !== null) clearSkeleton(canvas);
    this.recording?.forget();
    this.recording = null;
    this.playing = this.bodyShown = false;
    this.standing = standing;
    markNow(-1);
  }

  private readonly toggle = (): void => {
    if (this.recording === null) return;
    this.playing = !this.playing;
    if (!this.playing) return;
    if (this.t_s >= this.recording.ends_s - 0.1) this.t_s = this.recording.begins_s;
    this.last_ms = performance.now();
    this.drawing = requestAnimationFrame(this.play);
  };

  private readonly play = (now: number): void => {
    const { recording } = this;
    if (!this.playing || recording === null) return;
    const passed_s = ((now - this.last_ms) / 1000) * this.speed;
    // Who wants less motion sees one still after the other, a second apart.
    if (!this.still || passed_s >= 1) {
      this.last_ms = now;
      if (recording.isReady(this.t_s)) this.goOn(recording, this.still ? 1 : passed_s);
      void recording.want(this.t_s).catch(() => undefined); // asked for again with the next picture
      this.draw();
    }
    this.drawing = requestAnimationFrame(this.play);
  };

  private goOn(recording: Recording, passed_s: number): void {
    this.t_s += passed_s;
    if (recording.frame(this.t_s) === null) {
      const next_s = recording.next_s(this.t_s);
      const within = next_s !== null && recording.isReady(this.t_s) && next_s - this.t_s < 1;
      if (!within && next_s !== null && recording.isReady(this.t_s)) this.t_s = next_s;
    }
    if (this.t_s < recording.ends_s) return;
    this.t_s = recording.ends_s;
    this.playing = false;
  }

  private seek(t_s: number): void {
    const { recording } = this;
    if (recording === null) return;
    this.t_s = Math.min(Math.max(t_s, 0), this.length_s);
    this.draw();
    void recording.want(this.t_s).then(() => this.draw(), () => undefined);
  }

  /** To the moment before or after this one. */
  private step(by: 1 | -1): void {
    const all = this.page.moments.map(({ at_s }) => at_s);
    const to = by > 0 ? all.find((at_s) => at_s > this.t_s + 0.5) : last(all, (at_s) => at_s < this.t_s - 1);
    this.seek(to ?? (by > 0 ? this.length_s : 0));
  }

  private draw(): void {
    const canvas = this.querySelector('canvas');
    const frame = this.recording?.frame(this.t_s) ?? null;
    markNow(this.t_s);
    if (canvas === null) return;
    if (frame === null) return clearSkeleton(canvas);
    drawSkeleton(canvas, frame);
    const body = this.bodyShown ? bodyOf(frame) : null;
    if (body !== null) this.querySelector<ExerciseFigure>('exercise-figure')?.drive(body);
  }

  private readonly showBody = async (): Promise<void> => {
    if (!this.bodyShown) await import('../figure/exercise-figure');
    this.bodyShown = !this.bodyShown;
    await this.updateComplete;
    if (this.bodyShown) await this.querySelector<ExerciseFigure>('exercise-figure')?.wake();
    this.draw();
  };

  /** Each line of the page that has a moment gets a way to it. */
  private joinTimeLine(): void {
    document.querySelectorAll<HTMLElement>('[data-at] .moment:not(button)').forEach((moment) => {
      const at_s = Number(moment.closest<HTMLElement>('[data-at]')!.dataset['at']);
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'moment', textContent: moment.textContent });
      button.setAttribute('aria-label', this.say('replay_go_to', { clock: clock(at_s) }));
      button.addEventListener('click', () => {
        this.seek(at_s);
        this.scrollIntoView({ block: 'nearest', behavior: this.still ? 'auto' : 'smooth' });
      });
      moment.replaceWith(button);
    });
  }

  /** The form below, with this moment in it. */
  private readonly comment = (): void => {
    const at = document.querySelector<HTMLInputElement>('input[name="at"]');
    if (at !== null) at.value = clock(this.t_s);
    this.playing = false;
    document.querySelector<HTMLTextAreaElement>('#comment-text')?.focus();
  };

  private get length_s(): number {
    return Math.max(this.recording?.ends_s ?? 0, this.page.moments.at(-1)?.at_s ?? 0, 1);
  }

  private get exercise(): string {
    return last(this.page.moments, ({ at_s, exercise }) => at_s <= this.t_s + 0.05 && exercise !== '')?.exercise ?? ANY_EXERCISE;
  }

  /** What was said of this moment; else the last thing that happened before it. */
  private get caption(): Moment | undefined {
    const before = this.page.moments.filter(({ at_s }) => at_s <= this.t_s + 0.05);
    return last(before, ({ tone, at_s }) => tone === 'said' && this.t_s - at_s < SAID_FOR_S) ?? last(before, ({ tone }) => tone !== 'said');
  }

  protected override render(): TemplateResult {
    const { say, standing } = this;
    if (standing === 'open') return this.player();
    if (standing === 'closed') return html`<button type="button" class="button" id="replay-open" @click=${() => void this.open()}>${say('replay_open')}</button>`;
    return html`<p role="status" class="replay-standing">${say(`replay_${standing}`)}</p>
      ${standing === 'failed' ? html`<button type="button" class="button quiet" @click=${() => void this.open()}>${say('replay_again')}</button>` : nothing}`;
  }

  private player(): TemplateResult {
    const { say, t_s, caption } = this;
    const isKept = this.recording?.frame(t_s) !== null;
    return html`<div class="replay-stage">
        <div class="replay-picture"><canvas role="img" aria-label=${say('replay_picture')}></canvas>
          ${isKept ? nothing : html`<p class="replay-nothing">${say(this.recording?.isReady(t_s) === true ? 'replay_nothing' : 'replay_opening')}</p>`}</div>
        ${this.bodyShown ? html`<exercise-figure exercise=${this.exercise} data-phases=${NO_PHASES} controls="views" label=${say('replay_body')}></exercise-figure>` : nothing}
      </div>
      <p class="replay-caption ${caption?.tone ?? ''}">${caption === undefined ? say('replay_before') : caption.text}</p>
      ${this.scrubber()}
      <div class="replay-buttons">
        <button type="button" class="button" id="replay-play" @click=${this.toggle}>${say(this.playing ? 'replay_pause' : 'replay_play')}</button>
        <button type="button" class="button quiet" @click=${() => this.step(-1)}>${say('replay_back')}</button>
        <button type="button" class="button quiet" @click=${() => this.step(1)}>${say('replay_next')}</button>
        <label>${say('replay_speed')} <select @change=${(event: Event) => (this.speed = Number((event.target as HTMLSelectElement).value))}>
          ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${speed} ×</option>`)}</select></label>
        <button type="button" class="button quiet" aria-pressed=${this.bodyShown} @click=${() => void this.showBody()}>${say('replay_body')}</button>
        ${this.page.own ? nothing : html`<button type="button" class="button quiet" id="replay-comment" @click=${this.comment}>${say('replay_comment', { clock: clock(t_s) })}</button>`}
      </div>`;
  }

  private scrubber(): TemplateResult {
    const { say, t_s, length_s } = this;
    const along = (at_s: number): string => (LINE * Math.min(at_s / length_s, 1)).toFixed(1);
    const parts = this.recording?.parts ?? [];
    const moments = this.page.moments.filter(({ tone }) => tone !== '');
    return html`<div class="replay-line">
      <svg class="replay-marks" viewBox="0 0 ${LINE} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        ${parts.map(({ from_ms, to_ms }) => svg`<rect class="kept" x=${along(from_ms / 1000)} width=${along((to_ms - from_ms) / 1000)} height="10"></rect>`)}
        ${moments.map(({ at_s, tone }) => svg`<line class="mark ${tone}" x1=${along(at_s)} x2=${along(at_s)} y2="10"></line>`)}
      </svg>
      <input type="range" min="0" max=${length_s.toFixed(1)} step="0.5" .value=${String(t_s)} aria-label=${say('replay_scrub')}
        aria-valuetext=${say('replay_at', { clock: clock(t_s), length: clock(length_s) })} @input=${(event: Event) => this.seek((event.target as HTMLInputElement).valueAsNumber)}>
      <p class="replay-clock">${say('replay_at', { clock: clock(t_s), length: clock(length_s) })}</p>
    </div>`;
  }
}

const last = <T>(all: readonly T[], fits: (one: T) => boolean): T | undefined => all.filter(fits).at(-1);

const clock = (t_s: number): string => `${Math.floor(t_s / 60)}:${String(Math.floor(t_s) % 60).padStart(2, '0')}`;

/** The last line of the time line that is not later than this. */
function markNow(t_s: number): void {
  const lines = [...document.querySelectorAll<HTMLElement>('.time-line [data-at]')];
  const now = t_s < 0 ? undefined : last(lines, (line) => Number(line.dataset['at']) <= t_s + 0.05);
  for (const line of lines) line.classList.toggle('is-now', line === now);
}
