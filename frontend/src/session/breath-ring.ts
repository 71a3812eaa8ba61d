import { html, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './light-element';

const SMALL = 62;
const LARGE = 94;

/** Radius of the ring at a point of a breath: it grows on the inhale and shrinks on the exhale. */
export function ringRadius(breathing: string, progress: number): number {
  const eased = (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, progress)))) / 2;
  if (breathing === 'inhale') return SMALL + (LARGE - SMALL) * eased;
  if (breathing === 'exhale') return LARGE - (LARGE - SMALL) * eased;
  return (SMALL + LARGE) / 2;
}

/** A ring that breathes, with the huge number in its middle. */
@customElement('breath-ring')
export class BreathRing extends LightElement {
  @property() breathing = '';
  @property({ type: Number }) progress = 0;
  @property({ type: Boolean }) still = false;

  protected override render(): TemplateResult {
    const radius = ringRadius(this.breathing, this.still ? 1 : this.progress);
    return html`<svg class="breath-ring" viewBox="0 0 200 200" aria-hidden="true">
      ${svg`<circle class="breath-track" cx="100" cy="100" r="${LARGE}"></circle>
      <circle class="breath-fill" cx="100" cy="100" r="${radius.toFixed(2)}"></circle>`}
    </svg>`;
  }
}
