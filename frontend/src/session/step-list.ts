import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './light-element';

/** Sentences one under another, the current one marked. */
@customElement('step-list')
export class StepList extends LightElement {
  @property({ type: Array }) lines: string[] = [];
  @property({ type: Number }) current = -1;

  protected override render(): TemplateResult {
    return html`<ol class="step-list">
      ${this.lines.map(
        (line, index) => html`<li aria-current=${index === this.current ? 'step' : 'false'}>${line}</li>`,
      )}
    </ol>`;
  }
}
