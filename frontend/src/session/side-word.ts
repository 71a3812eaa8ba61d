import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './light-element';

/** The side as a word and a place: "Left" stands on the left, "Right" on the right. */
@customElement('side-word')
export class SideWord extends LightElement {
  @property() side = '';
  @property() word = '';

  protected override render(): TemplateResult {
    const here = (side: string): string => (this.side === side ? this.word : '');
    return html`<span class="side-place at-left">${here('left') || nothing}</span>
      <span class="side-place at-right">${here('right') || nothing}</span>`;
  }
}
