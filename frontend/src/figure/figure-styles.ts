import { css } from 'lit';

export const figureStyles = css`
  :host { display: block; position: relative; container-type: inline-size; }
  .stage { position: relative; width: 100%; height: 100%; touch-action: pan-y; }
  .stage[data-mode='body'] { cursor: grab; }
  .stage[data-mode='body']:active { cursor: grabbing; }
  .stage:focus-visible { outline: 3px solid var(--teal, #0e7c86); outline-offset: -3px; border-radius: 10px; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
  canvas[hidden] { display: block; visibility: hidden; }
  .pictures { display: flex; width: 100%; height: 100%; justify-content: center; gap: 2%; background: #fff; }
  .pictures[data-turned] img { transform: scaleX(-1); }
  figure { margin: 0; flex: 1 1 0; min-width: 0; min-height: 0; display: flex; flex-direction: column; align-items: center; justify-content: center; }
  .pictures img { min-height: 0; width: 100%; flex: 0 1 auto; object-fit: contain; user-select: none; }
  figure[data-now] figcaption { box-shadow: inset 0 -4px #0e7c86; font-weight: 650; }
  /* Where there is little room, the picture of what happens now has all of it. */
  @container (max-width: 30rem) { .pictures:has([data-now]) figure:not([data-now]), .pictures:has([data-now]) figcaption { display: none; } }
  figcaption { font-size: 0.9rem; color: #3f485b; padding: 0.2rem; }
  @media (prefers-color-scheme: dark) { .pictures { background: #e6ebe9; border-radius: 10px; } }
  .buttons { display: flex; flex-wrap: wrap; gap: 0.4rem; padding: 0.4rem; align-items: center; }
  .buttons.over { position: absolute; left: 0; bottom: 0; padding: 0.2rem; gap: 0.3rem; opacity: 0.85; }
  @container (max-width: 30rem) { .buttons.over .busy { display: none; } }
  @container (max-width: 14rem) { .buttons.over { display: none; } }
  button, select { font: inherit; font-size: 0.9rem; min-height: 44px; min-width: 44px; padding: 0.2rem 0.7rem; border-radius: 10px; border: 2px solid var(--line, #d9d6cc); background: var(--card, #fff); color: var(--ink, #1b2333); cursor: pointer; }
  button[aria-pressed='true'] { border-color: var(--teal, #0e7c86); color: var(--teal-ink, #0a636b); font-weight: 650; }
  button:focus-visible, select:focus-visible { outline: 3px solid var(--teal, #0e7c86); outline-offset: 2px; }
  label { display: inline-flex; gap: 0.4rem; align-items: center; font-size: 0.9rem; color: var(--ink-soft, #4a5468); }
  svg { display: block; width: 100%; height: 100%; overflow: visible; }
  path, line { fill: none; stroke-linecap: round; stroke-linejoin: round; }
  .floor { stroke: var(--line, #d9d6cc); stroke-width: 0.03; }
  .mat { fill: var(--mat, #cfe3da); }
  .thing { stroke: var(--ink-soft, #4a5468); stroke-width: 0.055; opacity: 0.55; }
  .water { stroke: var(--teal, #0e7c86); stroke-width: 0.04; opacity: 0.6; }
  .torso { stroke: var(--teal, #0e7c86); }
  .sleeve { stroke: var(--teal-ink, #0a636b); }
  .trouser { stroke: var(--figure-trouser, #3d4963); }
  .skin { stroke: var(--figure-skin, #c9966f); }
  .head { fill: var(--figure-skin, #c9966f); }
  .outline { stroke: var(--card, #ffffff); }
  .far { opacity: 0.5; }
  @media (prefers-color-scheme: dark) {
    .trouser { stroke: var(--figure-trouser, #93a2c2); }
    .outline { stroke: var(--paper, #12161f); }
  }
`;
