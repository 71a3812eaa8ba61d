/** "Let Tia watch": the switch in the session page of a clinic, and the sign that somebody watches, with a way to end it. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { GuidedSession } from '../session/guided-session';
import { LightElement } from '../session/light-element';
import { type Say, texts } from '../session/texts';
import type { OwnStream } from './own-stream';
import type { SocketState } from './steady-socket';

interface LivePage {
  path: string;
  /** Where to look who asks to watch. */
  asked: string;
  csrf: string;
  /** Those who may watch while it is on. */
  names: string[];
  texts: Record<string, string>;
}

const KEY = 'w';
const WORD_STAYS_MS = 8000;
const LOOK_WHO_ASKS_MS = 10_000;
const KEPT = 'steadyback.live';

@customElement('live-switch')
export class LiveSwitch extends LightElement {
  @state() private on = false;
  @state() private watchers: readonly string[] | null = null;
  @state() private connection: SocketState = 'closed';
  @state() private trouble = '';
  @state() private word = '';
  /** Who asks to watch. */
  @state() private asking: readonly string[] = [];
  private page!: LivePage;
  private say!: Say;
  private stream: OwnStream | null = null;
  private wordTimer = 0;
  private askTimer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.page = JSON.parse(document.getElementById('live-data')?.textContent ?? '{}') as LivePage;
    this.say = texts(this.page.texts);
    window.addEventListener('keydown', this.onKey);
    this.askTimer = window.setInterval(() => void this.lookWhoAsks('GET'), LOOK_WHO_ASKS_MS);
    void this.lookWhoAsks('GET');
    // After a reload of the same session in the same tab it goes on; anywhere else it begins switched off.
    if (this.kept() === window.location.pathname) void this.switchOn();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.onKey);
    window.clearInterval(this.askTimer);
    this.stream?.end();
  }

  /** `POST` says not now. Without a network nobody is known to ask. */
  private async lookWhoAsks(method: 'GET' | 'POST'): Promise<void> {
    if (this.on || document.hidden) return;
    try {
      const answer = await fetch(this.page.asked, { method, headers: { 'X-CSRFToken': this.page.csrf }, credentials: 'same-origin' });
      this.asking = answer.ok ? ((await answer.json()) as { names: string[] }).names : [];
    } catch {
      this.asking = [];
    }
  }

  private kept(): string {
    try {
      return sessionStorage.getItem(KEPT) ?? '';
    } catch {
      return ''; // a forbidden store: it begins switched off
    }
  }

  private keep(): void {
    try {
      if (this.on) sessionStorage.setItem(KEPT, window.location.pathname);
      else sessionStorage.removeItem(KEPT);
    } catch {
      // A forbidden store: after a reload it is switched off.
    }
  }

  private async switchOn(): Promise<void> {
    const session = document.querySelector<GuidedSession>('guided-session');
    if (this.on || session === null) return;
    this.on = true;
    this.asking = [];
    this.trouble = '';
    this.connection = 'opening';
    this.keep();
    try {
      const { OwnStream } = await import('./own-stream');
      if (!this.on) return;
      this.stream = new OwnStream(this.page.path, session, {
        watchers: (names) => (this.watchers = names),
        connection: (state, code) => this.connected(state, code),
        word: (name, what, text) => this.show(this.say(`live_told_${what}`, { name, text })),
      });
    } catch {
      this.switchOff();
      this.trouble = this.say('live_not_loaded');
    }
  }

  private readonly switchOff = (): void => {
    this.on = false;
    this.keep();
    this.stream?.end();
    this.stream = null;
    this.watchers = null;
  };

  private connected(state: SocketState, code: number): void {
    this.connection = state;
    if (code === 0) return;
    this.switchOff();
    this.trouble = this.say('live_refused');
  }

  private show(word: string): void {
    this.word = word;
    window.clearTimeout(this.wordTimer);
    this.wordTimer = window.setTimeout(() => (this.word = ''), WORD_STAYS_MS);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    if (event.key.toLowerCase() !== KEY || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing) return;
    if (!this.on) return;
    event.preventDefault();
    this.switchOff();
  };

  private get names(): string {
    return listed(this.page.names);
  }

  private get offSign(): string {
    const { asking, say } = this;
    if (asking.length > 0) return say(asking.length === 1 ? 'live_asks_one' : 'live_asks_several', { names: listed(asking) });
    return this.trouble || say('live_off');
  }

  private get sign(): string {
    if (this.connection !== 'open') return this.say('live_connecting');
    const watching = this.watchers ?? [];
    if (watching.length === 0) return this.say('live_nobody');
    return this.say(watching.length === 1 ? 'live_one' : 'live_several', { names: listed(watching) });
  }

  protected override render(): TemplateResult {
    const watched = this.on && (this.watchers?.length ?? 0) > 0;
    return html`<div class="live-bar ${this.on ? 'is-on' : ''} ${watched ? 'is-watched' : ''}" role="group" aria-label=${this.say('live_group')}>
      <p class="live-sign" role="status" id="live-sign">
        ${this.on ? html`<span class="live-dot" aria-hidden="true"></span> ${this.sign}` : this.offSign}
      </p>
      ${this.on
        ? html`<button type="button" class="button plain" id="live-end" aria-keyshortcuts=${KEY} @click=${this.switchOff}>
            ${this.say('live_end')} <kbd aria-hidden="true">${KEY}</kbd></button>`
        : html`<button type="button" class="button plain" id="live-let" @click=${() => void this.switchOn()}>
            ${this.say('live_let', { names: this.names })}</button>`}
      ${this.asking.length === 0 || this.on ? nothing : html`<button type="button" class="button plain live-later" id="live-later"
        @click=${() => void this.lookWhoAsks('POST')}>${this.say('live_not_now_button')}</button>`}
      <p class="live-word" role="status" id="live-word">${this.word}</p>
      ${this.on ? nothing : html`<p class="live-about">${this.say('live_about')}</p>`}
    </div>`;
  }
}

const listed = (names: readonly string[]): string => new Intl.ListFormat('en-GB').format(names);
