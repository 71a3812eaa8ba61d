/** The session page: the player, its ports and its screens put together. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { claimClient, deviceStorage } from './client';
import { isQuiet, systemClock } from './clock';
import { Earphone } from './earphone';
import { LightElement } from './light-element';
import { Outbox, type SaveState, tidy } from './outbox';
import { Player } from './player';
import { decisionMade, endedByRule, felt, heldElsewhere, helpCard, question, score, wayUp, welcome } from './screens';
import { type EventData, type EventKind, isOnFloor, type SessionPage } from './script';
import { type LoadCoach, SessionCamera } from './session-camera';
import { Speech } from './speech';
import { stage } from './stage';
import { type Say, texts } from './texts';
import { stepName } from './timeline';
import { Tones } from './tones';
import { WakeLock } from './wake-lock';
import './stop-button';

const TICK_MS = 100;
const SAVE_PATIENCE_MS = 6000;
const URGENT = new Set<string>(['stop_pressed', 'stop_answered', 'pain_reported', 'session_ended', 'session_opened', 'paused', 'asked_all_right', 'answered_all_right']);

@customElement('guided-session')
export class GuidedSession extends LightElement {
  @state() private screen: 'loading' | 'held' | 'lost' | 'session' = 'loading';
  @state() private saveState: SaveState = 'saved';
  @state() private saveMessage = '';
  @state() private wakes = true;
  @state() private spoken = '';
  @state() private sound = false;

  private page!: SessionPage;
  private say!: Say;
  private player!: Player;
  private outbox!: Outbox;
  private readonly storage = deviceStorage();
  private readonly speech = new Speech();
  private readonly tones = new Tones();
  private readonly wakeLock = new WakeLock((works) => (this.wakes = works));
  private readonly earphone = new Earphone(() => this.player.readyOrPause());
  private readonly reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  /** The coach is loaded only when the camera is turned on. */
  loadCoach: LoadCoach = () => import('./coach-parts');
  private camera!: SessionCamera;
  /** Hears what is written down; for whoever lets others watch along. */
  heard: ((kind: EventKind, data: EventData) => void) | null = null;
  private timer = 0;
  private frame = 0;
  private shown = '';
  private leaving = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const data = document.getElementById('session-data')?.textContent ?? '';
    this.page = JSON.parse(data) as SessionPage;
    this.say = texts(this.page.texts);
    this.speech.rate = this.page.settings.voice_rate;
    this.player = this.makePlayer();
    this.camera = new SessionCamera(this.page.camera ?? null, this.storage, () => this.loadCoach(), this.player, {
      changed: () => this.requestUpdate(),
      failed: () => this.speak(this.say('coach_not_loaded')),
      words: (more) => Object.assign(this.page.texts, more),
    });
    window.addEventListener('keydown', this.onKey);
    window.addEventListener('online', this.onOnline);
    document.addEventListener('visibilitychange', this.onVisible);
    void this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.onKey);
    window.removeEventListener('online', this.onOnline);
    document.removeEventListener('visibilitychange', this.onVisible);
    this.halt();
  }

  /** The session as it stands, for whoever lets others watch along. */
  get inside(): { player: Player; camera: SessionCamera; spoken: string; say: Say; sessionId: string; leads: boolean } {
    const { player, camera, spoken, say, page } = this;
    return { player, camera, spoken, say, sessionId: page.session_id, leads: this.screen === 'session' };
  }

  private makePlayer(): Player {
    const port = {
      speak: (text: string) => this.speak(text),
      caption: (text: string) => {
        this.spoken = text;
      },
      tone: (name: Parameters<Tones['play']>[0]) => this.tones.play(name),
      hush: () => {
        this.speech.hush();
        this.tones.hush();
      },
      record: (...event: Parameters<Player['port']['record']>) => {
        this.outbox.add(...event, URGENT.has(event[0]));
        this.heard?.(event[0], event[1]);
      },
      changed: () => this.changed(),
    };
    const { script, record, settings } = this.page;
    return new Player(script, record, this.say, systemClock, port, settings.voice_rate);
  }

  private async open(): Promise<void> {
    const clientId = await claimClient(this.page.session_id, this.storage);
    this.outbox = new Outbox(
      this.page.session_id,
      clientId,
      this.page.acknowledged,
      this.page.zone,
      this.page.urls,
      () => this.page.csrf ?? /steadyback_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '',
      systemClock,
      this.storage,
      {
        state: (state, message) => {
          this.saveState = state;
          this.saveMessage = message;
          // Over or closed by the server: its page says what comes next.
          if (state === 'closed') window.location.reload();
        },
        ended: (ending) => this.player.serverEnded(ending),
        held: () => {
          this.player.pauseQuietly();
          this.camera.end();
          this.lost = true;
          this.showLost();
        },
      },
    );
    tidy(this.page.session_id, this.storage);
    this.screen = (await this.outbox.lease(false)) ? 'session' : 'held';
    if (this.screen === 'session') void this.outbox.flush();
  }

  private lost = false;

  private readonly takeOver = (): void => {
    void this.outbox.lease(true).then(() => {
      // What the other place did meanwhile is on the server: begin again from there.
      window.location.reload();
    });
  };

  private start(sound: boolean): void {
    this.setSound(sound);
    if (sound) void this.earphone.listen(this.say(`start_title_${this.page.script.kind}`));
    void this.wakeLock.hold();
    this.camera.begin();
    this.player.begin();
    this.timer = window.setInterval(() => {
      this.player.tick();
      this.camera.tick();
    }, TICK_MS);
    this.draw();
  }

  private readonly draw = (): void => {
    if (this.player.running && this.player.block?.kind !== 'ready') this.requestUpdate();
    this.frame = window.requestAnimationFrame(this.draw);
  };

  private halt(): void {
    window.clearInterval(this.timer);
    window.cancelAnimationFrame(this.frame);
    this.speech.hush();
    this.tones.hush();
    this.earphone.close();
    this.camera.end();
    this.outbox?.close();
    void this.wakeLock.release();
  }

  private setSound(on: boolean): void {
    this.sound = on;
    this.speech.enabled = on && this.page.settings.voice_on;
    this.tones.enabled = false;
    if (on && this.page.settings.tones_on) this.tones.allow();
    if (!on) this.speech.hush();
  }

  private speak(text: string): void {
    this.spoken = text;
    this.speech.say(text);
  }

  /** "What did you feel?" stays until it is answered, wherever the session is led; its answer still counts. */
  private showLost(): void {
    if (!this.lost || this.player.mode === 'stopped' || this.player.ending !== null) return;
    // The screen first: pausing says that something changed, and that must not lead here again.
    this.screen = 'lost';
    this.player.pauseQuietly();
  }

  private changed(): void {
    this.requestUpdate();
    if (this.lost && this.screen === 'session') this.showLost();
    if (this.player.mode === 'finished' && !this.leaving) void this.leave();
  }

  /** After a normal end everything is saved first, then the three lines follow. A rule's advice stays on the screen. */
  private async leave(): Promise<void> {
    this.leaving = true;
    this.halt();
    if (this.player.ending !== null && this.player.ending.outcome !== null) {
      await this.outbox.settled(SAVE_PATIENCE_MS);
      return;
    }
    const saved = await this.outbox.settled(SAVE_PATIENCE_MS);
    if (saved) window.location.assign(this.player.ending?.next_url ?? this.page.urls.done);
    else this.leaving = false;
  }

  private readonly onOnline = (): void => void this.outbox.flush();

  private readonly onVisible = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.player.tick();
    if (this.player.mode !== 'welcome' && this.player.mode !== 'finished') void this.wakeLock.visible();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.screen !== 'session' || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.player.stopNow();
      return;
    }
    const onControl = event.target instanceof Element && event.target.closest('button, a, input, select, summary') !== null;
    if (onControl && (event.key === ' ' || event.key === 'Enter')) return;
    const action = this.keys()[event.key.toLowerCase()];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };

  private keys(): Record<string, () => void> {
    return {
      ' ': () => this.player.readyOrPause(),
      r: () => this.player.tellAgain(),
      s: () => this.player.skip(),
      e: () => this.player.ease(),
      n: () => this.player.shortenRest(),
      c: () => this.player.mode !== 'welcome' && this.camera.toggle(),
    };
  }

  /** A new screen takes the focus, so that keys and screen readers are where the person looks. */
  protected override updated(_changed: PropertyValues): void {
    this.camera.dock(this.querySelector('.stage-picture'));
    const { mode, stop, question: asked, running } = this.player;
    const moves = running || mode === 'paused';
    const now = moves ? 'stage' : [this.screen, mode, stop?.screen ?? '', asked?.kind ?? ''].join(' ');
    if (now === this.shown) return;
    this.shown = now;
    this.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult {
    if (this.screen === 'loading') return html``;
    if (this.screen !== 'session') {
      return heldElsewhere(this.say, this.screen === 'lost', this.takeOver, this.page.urls.home);
    }
    return html`${this.saveNote()} ${this.body()}
    ${['welcome', 'stopped', 'finished'].includes(this.player.mode)
      ? nothing
      : html`<stop-button .label=${this.say('stop')} @stop-pressed=${() => this.player.stopNow()}></stop-button>`}`;
  }

  private body(): TemplateResult {
    const { player, say } = this;
    switch (player.mode) {
      case 'welcome':
        return this.welcome();
      case 'finished':
        return this.end();
      case 'asking':
        return this.asked();
      case 'stopped':
        return this.stopped();
      default:
        return stage({
          player,
          say,
          still: this.reducedMotion,
          spoken: this.spoken,
          sound: this.sound,
          setSound: (on) => this.setSound(on),
          camera: this.camera,
        });
    }
  }

  private asked(): TemplateResult {
    const { player, say } = this;
    const asked = player.question;
    if (asked === null) return html``;
    if (asked.kind !== 'no_answer') return question(say, asked, (value) => player.answer(value));
    return helpCard(say, {
      asked: asked.asked ?? false,
      emergencyNumber: this.page.emergency_number,
      fine: () => player.answer('yes'),
      felt: () => player.stopNow(),
    });
  }

  private welcome(): TemplateResult {
    const { script, settings } = this.page;
    const quiet = isQuiet(new Date().getHours(), settings.quiet_from_hour, settings.quiet_until_hour);
    const wanted = settings.voice_on || settings.tones_on;
    const noVoice = wanted && !quiet && this.speech.voice() === null;
    const count = script.steps.filter((step) => step.kind !== 'transition').length;
    return welcome(this.say, {
      title: this.say(`start_title_${script.kind}`),
      lines: [
        this.say(count === 1 ? 'start_about_one' : 'start_about', { minutes: script.minutes, count }),
        this.say('start_limit', { limit: script.pain_limit }),
        this.say('start_stop'),
      ],
      resumeAt: this.player.resumes ? (this.player.step === null ? '' : stepName(this.player.step, this.say)) : '',
      withSound: wanted && !quiet,
      camera: this.camera.offered ? this.camera.choice.on : null,
      chooseCamera: (on) => this.camera.choose({ on }),
      note: quiet && wanted ? this.say('start_quiet') : noVoice ? this.say('start_no_voice') : '',
      start: (sound) => this.start(sound),
    });
  }

  private stopped(): TemplateResult {
    const { player, say } = this;
    const stop = player.stop;
    if (stop === null) return html``;
    if (stop.screen === 'felt') return felt(say, (answer) => player.answerStop(answer));
    if (stop.screen === 'pain') return score(say, say('pain_title'), 'pain', (value) => player.answerStopPain(value));
    const advice = this.page.advice[stop.decision.advice];
    return decisionMade(say, stop.decision, advice, stop.choices, (choice) => player.choose(choice));
  }

  private end(): TemplateResult {
    const { player, page, say } = this;
    const ending = player.ending;
    if (ending === null || ending.outcome === null) {
      const text = this.leaving ? say('finishing') : say('saved_later');
      return html`<section class="session-panel" tabindex="-1" data-focus aria-labelledby="panel-title">
        <h1 id="panel-title">${say('finished')}</h1>
        <p class="lead" role="status">${text}</p>
        <div class="actions"><a class="button plain" id="see-next" href=${page.urls.done}>${say('see_next')}</a></div>
      </section>`;
    }
    const fallback = { EMERGENCY: page.urls.emergency, STOP_TRIAGE: page.urls.triage }[ending.outcome as string];
    const fell = player.endReasons.some((reason) => reason.rule === 'FALL');
    const onFloor = isOnFloor(player.step?.position ?? '');
    return endedByRule(say, {
      outcome: ending.outcome,
      decision: { outcome: ending.outcome, advice: ending.advice, reasons: player.endReasons },
      advice: page.advice[ending.advice],
      emergencyNumber: page.emergency_number,
      next: ending.next_url ?? fallback ?? page.urls.done,
      ifHurt: fell ? page.advice[page.script.fall_table?.['unsure']?.advice ?? ''] : undefined,
      getUp: onFloor ? wayUp(player.steps, player.stepIndex) : [],
    });
  }

  private saveNote(): TemplateResult {
    const key = { later: 'saved_later', full: 'save_full', refused: 'save_refused' }[
      this.saveState as string
    ];
    const wake = !this.wakes && this.player.mode === 'preparing' && this.player.stepIndex === 0;
    const text = key === undefined ? (wake ? this.say('wake_off') : '') : this.say(key, { message: this.saveMessage });
    return html`<p class="save-note" role="status" id="save-note">${text}</p>`;
  }
}
