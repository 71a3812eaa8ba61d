import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './light-element';

/** STOP, always in the same corner, labelled with its key. */
@customElement('stop-button')
export class StopButton extends LightElement {
  @property() label = 'STOP';

  protected override render(): TemplateResult {
    return html`<button type="button" id="stop" class="stop-corner" aria-keyshortcuts="Escape" @click=${this.press}>
      <span>${this.label}</span><kbd>Esc</kbd>
    </button>`;
  }

  private press(): void {
    this.dispatchEvent(new CustomEvent('stop-pressed', { bubbles: true }));
  }
}
