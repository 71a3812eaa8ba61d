/** The figure's buttons: from where it is looked at, side, pace, arrows, body, and whether it moves at all. */
import { html, nothing, type TemplateResult } from 'lit';
import { type View, VIEWS } from './figure-data';

export interface ButtonsShown {
  controls: 'all' | 'views';
  view: View | '';
  /** Only where left and right differ. */
  sided: boolean;
  side: string;
  slow: boolean;
  arrows: boolean;
  bodies: readonly string[];
  body: string;
  /** It moves because somebody asked for it, and may be a still again. */
  mayRest: boolean;
  say(key: string): string;
}

export interface Pressed {
  view(view: View): void;
  side(): void;
  slow(): void;
  arrows(): void;
  body(event: Event): void;
  rest(): void;
}

export function buttons(shown: ButtonsShown, pressed: Pressed): TemplateResult {
  const { say, controls } = shown;
  const views = VIEWS.map(
    (one) => html`<button type="button" aria-pressed=${shown.view === one} @click=${() => pressed.view(one)}>${say(one)}</button>`,
  );
  const rest = shown.mayRest ? html`<button type="button" @click=${pressed.rest}>${say('rest')}</button>` : nothing;
  if (controls === 'views') return over(say('view'), html`${views}${rest}`);
  return html`<div class="buttons" role="group" aria-label=${say('view')}>
    ${views}
    ${shown.sided ? html`<button type="button" @click=${pressed.side}>${say(shown.side === 'left' ? 'to_right' : 'to_left')}</button>` : nothing}
    <button type="button" aria-pressed=${shown.slow} @click=${pressed.slow}>${say('slow')}</button>
    <button type="button" aria-pressed=${shown.arrows} @click=${pressed.arrows}>${say('arrows')}</button>
    ${shown.bodies.length < 2 ? nothing : choiceOfBody(shown, pressed)}
    ${rest}
  </div>`;
}

/** Where the figure is a still for the device's sake: it moves when asked. `busy`: a small picture is not covered now. */
export function moveButton(say: (key: string) => string, move: () => void, busy: boolean): TemplateResult {
  return over(say('view'), html`<button type="button" class=${busy ? 'busy' : nothing} @click=${move}>${say('move')}</button>`);
}

function choiceOfBody(shown: ButtonsShown, pressed: Pressed): TemplateResult {
  return html`<label>${shown.say('body')}
    <select @change=${pressed.body}>
      ${shown.bodies.map((one) => html`<option value=${one} ?selected=${one === shown.body}>${shown.say(one)}</option>`)}
    </select></label>`;
}

function over(name: string, inside: TemplateResult): TemplateResult {
  return html`<div class="buttons over" role="group" aria-label=${name} @keydown=${ownKeys} @click=${giveBack}>${inside}</div>`;
}

/** Space and Enter press the button that has the focus; the page must not take them for "ready" or "pause". */
function ownKeys(event: KeyboardEvent): void {
  if (event.key === ' ' || event.key === 'Enter') event.stopPropagation();
}

/** After a tap the page has its keys back: Space means "pause" again, not this button a second time. */
function giveBack(event: MouseEvent): void {
  if (event.detail > 0 && event.target instanceof HTMLElement) event.target.blur();
}
