import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './light-element';

/** Repetition or seconds as one huge number, with a small line that says which. */
@customElement('big-count')
export class BigCount extends LightElement {
  @property() number = '';
  @property() unit = '';

  protected override render(): TemplateResult {
    return html`<span class="big-number ${this.number.length > 3 ? 'long' : ''}" data-part="number">${this.number}</span>
      ${this.unit === '' ? nothing : html`<span class="big-unit" data-part="unit">${this.unit}</span>`}`;
  }
}

/** 75 -> "1:15"; below a minute plain seconds. */
export function clockFace(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds - 0.001));
  if (whole < 60) return String(whole);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
