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
  /** Those who may watch while it is on. */
  names: string[];
  texts: Record<string, string>;
}

const KEY = 'w';
const WORD_STAYS_MS = 8000;
const KEPT = 'steadyback.live';

@customElement('live-switch')
export class LiveSwitch extends LightElement {
  @state() private on = false;
  @state() private watchers: readonly string[] | null = null;
  @state() private connection: SocketState = 'closed';
  @state() private trouble = '';
  @state() private word = '';
  private page!: LivePage;
  private say!: Say;
  private stream: OwnStream | null = null;
  private wordTimer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.page = JSON.parse(document.getElementById('live-data')?.textContent ?? '{}') as LivePage;
    this.say = texts(this.page.texts);
    window.addEventListener('keydown', this.onKey);
    // After a reload of the same session in the same tab it goes on; anywhere else it begins switched off.
    if (this.kept() === window.location.pathname) void this.switchOn();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.onKey);
    this.stream?.end();
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
    return new Intl.ListFormat('en-GB').format(this.page.names);
  }

  private get sign(): string {
    if (this.connection !== 'open') return this.say('live_connecting');
    const watching = this.watchers ?? [];
    if (watching.length === 0) return this.say('live_nobody');
    const names = new Intl.ListFormat('en-GB').format(watching);
    return this.say(watching.length === 1 ? 'live_one' : 'live_several', { names });
  }

  protected override render(): TemplateResult {
    const watched = this.on && (this.watchers?.length ?? 0) > 0;
    return html`<div class="live-bar ${this.on ? 'is-on' : ''} ${watched ? 'is-watched' : ''}" role="group" aria-label=${this.say('live_group')}>
      <p class="live-sign" role="status" id="live-sign">
        ${this.on ? html`<span class="live-dot" aria-hidden="true"></span> ${this.sign}` : this.trouble || this.say('live_off')}
      </p>
      ${this.on
        ? html`<button type="button" class="button plain" id="live-end" aria-keyshortcuts=${KEY} @click=${this.switchOff}>
            ${this.say('live_end')} <kbd aria-hidden="true">${KEY}</kbd></button>`
        : html`<button type="button" class="button plain" id="live-let" @click=${() => void this.switchOn()}>
            ${this.say('live_let', { names: this.names })}</button>`}
      <p class="live-word" role="status" id="live-word">${this.word}</p>
      ${this.on ? nothing : html`<p class="live-about">${this.say('live_about')}</p>`}
    </div>`;
  }
}
