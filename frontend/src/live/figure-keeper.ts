/** "Keep my moving figure": asked before each session, always in sight while it is kept, ended by one key. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { CoachFrame } from '../coach/port';
import type { GuidedSession } from '../session/guided-session';
import { LightElement } from '../session/light-element';
import { type Say, texts } from '../session/texts';
import { FrameTap } from './frame-tap';
import { KeepOutbox } from './keep-outbox';

interface KeepPage {
  /** Where it is said that it is kept, and where frames go. */
  keep: string;
  frames: string;
  csrf: string;
  keeps: boolean;
  full: boolean;
  /** Until which moment of the session it is kept already. */
  until_ms: number;
  /** Who may look at it besides the person. */
  names: string[];
  texts: Record<string, string>;
}

const KEY = 'k';
const SHORTLY_MS = 12_000;
const LOOK_EVERY_MS = 250;
const SEND_AT_LEAST_EVERY_MS = 10_000;
const SEES_WITHIN_MS = 3000;
/** Nothing new for so long: the session waits, and what was seen is sent. */
const RESTS_AFTER_MS = 1000;
/** The session's clock runs in tenths of a second; a little less lets every tenth through. */
const CLOSEST_MS = 90;

@customElement('figure-keeper')
export class FigureKeeper extends LightElement {
  @state() private on = false;
  @state() private busy = false;
  @state() private trouble = '';
  /** Something was kept on this page. */
  private moves = false;
  /** The camera sees something now. */
  @state() private sees = false;
  private page!: KeepPage;
  private say!: Say;
  private outbox!: KeepOutbox;
  private tap: FrameTap | null = null;
  private timer = 0;
  private last_ms = 0;
  private heard_ms = -Infinity;
  private sent_ms = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.page = JSON.parse(document.getElementById('keep-data')?.textContent ?? '{}') as KeepPage;
    this.say = texts(this.page.texts);
    this.outbox = new KeepOutbox(this.page.frames, this.page.csrf);
    this.last_ms = this.page.until_ms;
    window.addEventListener('keydown', this.onKey);
    window.addEventListener('pagehide', this.onLeave);
    if (this.page.full) this.trouble = this.say('keep_full');
    else if (this.page.keeps) this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.onKey);
    window.removeEventListener('pagehide', this.onLeave);
    this.end();
  }

  /** Agreed or not is the server's to know: only what it says counts. */
  private async agree(keep: boolean): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = '';
    if (!keep) this.end();
    try {
      const answer = await fetch(this.page.keep, {
        method: 'POST',
        headers: { 'X-CSRFToken': this.page.csrf, 'Content-Type': 'application/json' },
        credentials: 'same-origin',
        body: JSON.stringify({ keep }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      if (keep) this.begin();
      else this.tellShortly(this.moves ? this.say('keep_ended') : '');
    } catch {
      this.trouble = this.say(keep ? 'keep_not_now' : 'keep_ended_here');
    }
    this.busy = false;
  }

  private tellShortly(text: string): void {
    this.trouble = text;
    window.setTimeout(() => this.trouble === text && (this.trouble = ''), SHORTLY_MS);
  }

  private begin(): void {
    const session = document.querySelector<GuidedSession>('guided-session');
    if (session === null || this.on) return;
    this.on = true;
    this.tap = new FrameTap(session, (frame) => this.frame(session, frame), 0);
    this.timer = window.setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Nothing is kept from here on, and what was not sent yet is forgotten. */
  private end(): void {
    window.clearInterval(this.timer);
    this.tap?.end();
    this.tap = null;
    this.outbox.forget();
    this.on = false;
  }

  private frame(session: GuidedSession, frame: CoachFrame): boolean {
    const t_ms = Math.round(session.inside.player.mediaTime_s * 1000);
    if (t_ms - this.last_ms < CLOSEST_MS || this.tap === null) return false;
    this.last_ms = t_ms;
    this.heard_ms = performance.now();
    this.moves = true;
    this.outbox.add(this.tap.message(frame, t_ms));
    return true;
  }

  private look(): void {
    this.tap?.look();
    const now = performance.now();
    this.sees = now - this.heard_ms < SEES_WITHIN_MS;
    const rests = now - this.heard_ms > RESTS_AFTER_MS && this.heard_ms > this.sent_ms;
    if (!rests && !this.outbox.hasEnough && now - this.sent_ms < SEND_AT_LEAST_EVERY_MS) return;
    this.sent_ms = now;
    void this.send();
  }

  private async send(): Promise<void> {
    const said = await this.outbox.send();
    if (!this.on || said === 'kept') return;
    if (said === 'later') return void (this.trouble = this.say(this.outbox.lost > 0 ? 'keep_part_lost' : 'keep_later'));
    this.end();
    this.trouble = this.say(said === 'full' ? 'keep_full' : 'keep_off');
  }

  private readonly onLeave = (): void => {
    if (this.on) void this.outbox.send(true);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const typing = event.target instanceof Element && event.target.closest('input:not([type="checkbox"]), textarea, select') !== null;
    if (event.key.toLowerCase() !== KEY || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing || !this.on) return;
    event.preventDefault();
    void this.agree(false);
  };

  private readonly tick = (event: Event): void => {
    void this.agree((event.target as HTMLInputElement).checked);
  };

  protected override render(): TemplateResult {
    const { on, say, trouble } = this;
    const names = new Intl.ListFormat('en-GB').format(this.page.names);
    return html`<div class="keep-bar ${on ? 'is-on' : ''} ${trouble === '' ? '' : 'has-trouble'}" role="group" aria-label=${say('keep_group')}>
      <label class="keep-tick"><input type="checkbox" id="keep-figure" .checked=${on} ?disabled=${this.busy} @change=${this.tick}>
        <span><strong>${say('keep_tick')}</strong>
        <span class="keep-about">${say('keep_about')} ${names === '' ? say('keep_only_you') : say('keep_who', { names })}</span></span></label>
      ${on ? html`<p class="keep-sign"><span class="live-dot" aria-hidden="true"></span> ${say(this.sees ? 'keep_on' : 'keep_waits')}</p>
        <button type="button" class="button plain" id="keep-end" aria-keyshortcuts=${KEY} @click=${() => void this.agree(false)}>${say('keep_end')} <kbd aria-hidden="true">${KEY}</kbd></button>` : nothing}
      <p class="keep-note" role="status">${trouble}</p>
    </div>`;
  }
}
