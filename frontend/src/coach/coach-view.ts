/** What the coach sees: the live picture with the skeleton, where the body should be, and one line of words. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { LightElement } from '../session/light-element';
import type { Say } from '../session/texts';
import { outline } from './outline';
import { clearSkeleton, drawSkeleton } from './overlay';
import type { CameraPlace } from './place';
import type { Coach, CoachEvent, CoachFrame, CoachState } from './port';

/** Attributes: `mirrored`, and `compact` for a small picture without words. Properties: coach, place, say. */
export class CoachView extends LightElement {
  static override properties = {
    coach: { attribute: false },
    place: { attribute: false },
    say: { attribute: false },
    mirrored: { type: Boolean },
    compact: { type: Boolean },
    remedy: { state: true },
    sees: { state: true },
  };

  declare coach: Coach | null;
  declare place: CameraPlace | null;
  declare say: Say;
  declare mirrored: boolean;
  declare compact: boolean;
  /** What to do, while the gate is closed. */
  declare remedy: string;
  /** Whether the gate is open. */
  declare sees: boolean;
  private unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    this.coach = null;
    this.place = null;
    this.say = () => '';
    this.mirrored = false;
    this.compact = false;
    this.remedy = '';
    this.sees = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.follow();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('coach')) {
      this.leave();
      this.follow();
    }
    if (changed.has('place') && changed.get('place') !== undefined) this.begin();
  }

  /** Another exercise: nothing is known about it yet. */
  begin(): void {
    this.remedy = '';
    this.sees = false;
  }

  private follow(): void {
    const { coach } = this;
    if (coach === null) return;
    this.querySelector('.coach-picture')?.prepend(coach.video);
    this.unsubscribe = [
      coach.onState((state) => this.changed(state)),
      coach.onEvents((events) => events.forEach((event) => this.heard(event))),
      coach.onFrame((frame) => this.draw(frame)),
    ];
    this.changed(coach.state);
  }

  private leave(): void {
    this.unsubscribe.forEach((stop) => stop());
    this.unsubscribe = [];
  }

  private changed(state: CoachState): void {
    if (state !== 'watching') {
      this.begin();
      const canvas = this.querySelector('canvas');
      if (canvas !== null) clearSkeleton(canvas);
    }
    if (state === 'watching') void this.coach?.video.play().catch(() => undefined); // moving a video pauses it
    this.requestUpdate();
  }

  private heard(event: CoachEvent): void {
    if (event.type === 'gate_closed' || event.type === 'person_left') {
      this.remedy = event.remedy;
      this.sees = false;
    }
    if (event.type === 'gate_opened') {
      this.remedy = '';
      this.sees = true;
    }
  }

  private draw(frame: CoachFrame): void {
    const canvas = this.querySelector('canvas');
    const picture = this.querySelector<HTMLElement>('.coach-picture');
    if (canvas === null || picture === null) return;
    picture.style.setProperty('aspect-ratio', `${frame.width} / ${frame.height}`);
    drawSkeleton(canvas, frame);
  }

  private get isOn(): boolean {
    return this.coach?.state === 'watching';
  }

  private get words(): string {
    const { coach, say } = this;
    if (coach === null || coach.state === 'off') return say('coach_off');
    if (coach.trouble !== '') return say(`coach_${coach.trouble}`);
    if (coach.state === 'starting') return say('coach_starting');
    if (this.remedy !== '') return this.remedy;
    return say(this.sees ? 'coach_seeing' : 'coach_looking');
  }

  protected override render(): TemplateResult {
    const isOn = this.isOn;
    return html`
      <div class="coach-picture" ?data-mirrored=${this.mirrored} ?data-on=${isOn} ?data-compact=${this.compact}>
        <canvas aria-hidden="true"></canvas>
        ${!this.sees && this.place !== null && !(this.compact && !isOn) ? outline(this.place) : nothing}
        ${isOn ? html`<p class="coach-lamp"><span class="coach-lamp-dot" aria-hidden="true"></span>${this.say('coach_lamp')}</p>` : nothing}
      </div>
      <p class="coach-words ${this.compact ? 'visually-hidden' : ''}" role="status" data-sees=${this.sees}>${this.words}</p>
    `;
  }
}

customElements.define('coach-view', CoachView);
