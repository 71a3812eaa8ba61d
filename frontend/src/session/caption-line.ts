import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './light-element';

/** What to do now, in one line; also what was just said, for those who do not hear it. */
@customElement('caption-line')
export class CaptionLine extends LightElement {
  @property() what = '';
  @property() spoken = '';

  protected override render(): TemplateResult {
    const said = this.what.startsWith(this.spoken.replace(/\.$/, '')) ? '' : this.spoken;
    return html`<p class="what-now" id="what-now">${this.what}</p>
      <p class="spoken" aria-live="polite" id="caption">${said}</p>`;
  }
}
