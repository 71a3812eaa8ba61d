/** The page "Try your camera": set up, look, and see that a movement is noticed. */
import { html, nothing, type TemplateResult } from 'lit';
import { LightElement } from '../session/light-element';
import { texts, type Say } from '../session/texts';
import type { CameraPlace } from './place';
import { createCoach, type Coach, type CoachEvent, type CoachOptions, type CoachUrls } from './port';
import './coach-setup';
import './coach-view';

interface CameraData {
  exercise: string;
  place: CameraPlace;
  urls: CoachUrls;
  texts: Record<string, string>;
}

export class CameraCheck extends LightElement {
  static override properties = { seen: { state: true }, options: { state: true } };

  declare seen: number;
  declare options: CoachOptions;
  private readonly data: CameraData;
  private readonly say: Say;
  private readonly coach: Coach;

  constructor() {
    super();
    this.data = JSON.parse(document.getElementById('camera-data')?.textContent ?? '') as CameraData;
    this.say = texts(this.data.texts);
    this.coach = createCoach(this.data.urls);
    this.seen = 0;
    this.options = { facing: 'user', mirrored: true };
    this.coach.onState(() => this.requestUpdate());
    this.coach.onEvents((events) => this.heard(events));
    addEventListener('pagehide', () => this.coach.stop());
  }

  private async start(): Promise<void> {
    this.seen = 0;
    await this.coach.start(this.options);
    await this.coach.watch(this.data.exercise, 'auto');
  }

  private heard(events: CoachEvent[]): void {
    for (const event of events) if (event.type === 'repetition' && event.complete) this.seen += 1;
  }

  private choose(options: CoachOptions): void {
    const isOtherCamera = options.facing !== this.options.facing;
    this.options = options;
    if (isOtherCamera && this.isOn) void this.start();
  }

  private get isOn(): boolean {
    return this.coach.state === 'watching' || this.coach.state === 'starting';
  }

  protected override render(): TemplateResult {
    const { say, data } = this;
    return html`
      <coach-view .coach=${this.coach} .place=${data.place} .say=${say} ?mirrored=${this.options.mirrored}></coach-view>
      ${this.coach.state === 'watching' ? html`<p class="coach-seen" role="status">${say('coach_seen', { count: this.seen })}</p>` : nothing}
      <coach-setup .place=${data.place} .say=${say} .options=${this.options} ?on=${this.isOn}
        @coach-start=${() => void this.start()}
        @coach-options=${(event: CustomEvent<CoachOptions>) => this.choose(event.detail)}
        @coach-without=${() => (this.isOn ? this.coach.stop() : history.back())}></coach-setup>
    `;
  }
}

customElements.define('camera-check', CameraCheck);
