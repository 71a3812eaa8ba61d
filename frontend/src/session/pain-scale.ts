import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './light-element';

const SCORES = Array.from({ length: 11 }, (_, score) => score);

/** 0 to 10 as eleven large buttons; nothing is chosen beforehand. Sends `score-chosen` with the number. */
@customElement('pain-scale')
export class PainScale extends LightElement {
  @property() low = '';
  @property() high = '';
  @property() label = '';

  protected override render(): TemplateResult {
    return html`<div class="score-scale" role="group" aria-label=${this.label}>
        ${SCORES.map(
          (score) =>
            html`<button type="button" class="score" data-score=${score} @click=${() => this.choose(score)}>${score}</button>`,
        )}
      </div>
      <p class="score-ends"><span>${this.low}</span><span>${this.high}</span></p>`;
  }

  private choose(score: number): void {
    this.dispatchEvent(new CustomEvent<number>('score-chosen', { detail: score, bubbles: true }));
  }
}
