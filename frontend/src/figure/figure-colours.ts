/** The page's colours, for what is drawn around the body. */
import type { Colours } from './body/props';

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const token = (name: string, otherwise: number): number => hex(style.getPropertyValue(name), otherwise);
  return { mat: token('--mat', 0xcfe3da), thing: token('--ink-soft', 0x8c95a4), water: token('--teal', 0x2f9aa5) };
}

/** A CSS colour token of the form #rgb or #rrggbb as a number. */
function hex(css: string, otherwise: number): number {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(css.trim())?.[1];
  if (digits === undefined) return otherwise;
  return Number.parseInt(digits.length === 3 ? digits.replace(/./g, '$&$&') : digits, 16);
}
