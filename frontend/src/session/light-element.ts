import { LitElement } from 'lit';

/** Elements of the session page share the page's own style sheet, so they render into the page itself. */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
