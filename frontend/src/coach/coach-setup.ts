/** Before the camera watches: where to put the device, which camera, mirrored or not, or none. */
import { html, nothing, type TemplateResult } from 'lit';
import { LightElement } from '../session/light-element';
import type { Say } from '../session/texts';
import { placeWords, type CameraPlace } from './place';
import type { CoachOptions } from './port';

/**
 * Properties: place, say, options, on (whether the camera is on).
 * Events: `coach-start`, `coach-options` (detail: CoachOptions; the person chose another camera or mirroring),
 * `coach-without`.
 */
export class CoachSetup extends LightElement {
  static override properties = {
    place: { attribute: false },
    say: { attribute: false },
    options: { attribute: false },
    on: { type: Boolean },
  };

  declare place: CameraPlace | null;
  declare say: Say;
  declare options: CoachOptions;
  declare on: boolean;

  constructor() {
    super();
    this.place = null;
    this.say = () => '';
    this.options = { facing: 'user', mirrored: true };
    this.on = false;
  }

  private tell(name: 'coach-start' | 'coach-options' | 'coach-without', detail: CoachOptions = this.options): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  private change(changed: Partial<CoachOptions>): void {
    this.options = { ...this.options, ...changed };
    this.tell('coach-options');
  }

  protected override render(): TemplateResult {
    const { place, say, options } = this;
    const isFront = options.facing === 'user';
    // A back camera shows the room as it is; a front camera is expected to be a mirror.
    const other: CoachOptions = { ...options, facing: isFront ? 'environment' : 'user', mirrored: !isFront };
    return html`
      ${place === null ? nothing : html`<ul class="coach-place">${placeWords(place, say).map((line) => html`<li>${line}</li>`)}</ul>`}
      <div class="coach-controls">
        ${this.on ? nothing : html`<button type="button" class="button" data-coach="start" @click=${() => this.tell('coach-start')}>${say('coach_start')}</button>`}
        <button type="button" class="button plain" data-coach="camera" @click=${() => this.change(other)}>
          ${say(isFront ? 'coach_use_back' : 'coach_use_front')}</button>
        <button type="button" class="button plain" data-coach="mirror" role="switch" aria-checked=${options.mirrored}
          @click=${() => this.change({ mirrored: !options.mirrored })}>
          ${say('coach_mirror')} <span aria-hidden="true">${say(options.mirrored ? 'on' : 'off')}</span></button>
        <button type="button" class="button plain" data-coach="without" @click=${() => this.tell('coach-without')}>${say(this.on ? 'coach_stop' : 'coach_without')}</button>
      </div>
    `;
  }
}

customElements.define('coach-setup', CoachSetup);
