import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from './light-element';

/** The side as a word and a place: "Left" stands on the left, "Right" on the right. */
@customElement('side-word')
export class SideWord extends LightElement {
  @property() side = '';
  @property() word = '';

  protected override render(): TemplateResult {
    const place = (side: string): TemplateResult => {
      const here = this.side === side;
      return html`<span class="side-place at-${side} ${here ? 'here' : ''}">${here ? this.word : nothing}</span>`;
    };
    return html`${place('left')}${place('right')}`;
  }
}
