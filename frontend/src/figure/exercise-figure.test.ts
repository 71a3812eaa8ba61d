import { afterEach, describe, expect, it } from 'vitest';
import type { ExerciseFigure } from './exercise-figure';
import './exercise-figure';
import { forgetAssets } from './figure-assets';

const assets = { url: '/figures/', clips: { bridge: ['woman_45'] }, stills: ['bridge'], words: {} };
const phases = { position: 'supine_hooklying', sides: 'both', phases: [{ id: 'lift', kind: 'concentric', duration_s: 2, breathing: 'exhale', say: '', angles: {} }] };

async function figure(): Promise<ExerciseFigure> {
  document.body.innerHTML = '<script type="application/json" id="figure-assets"></script>';
  (document.getElementById('figure-assets') as HTMLElement).textContent = JSON.stringify(assets);
  forgetAssets();
  const element = document.createElement('exercise-figure') as ExerciseFigure;
  element.setAttribute('exercise', 'bridge');
  element.setAttribute('data-phases', JSON.stringify(phases));
  document.body.append(element);
  await element.updateComplete;
  return element;
}

const mode = (element: Element): string | null | undefined => element.shadowRoot?.querySelector('.stage')?.getAttribute('data-mode');

afterEach(() => {
  document.body.innerHTML = '';
});

describe('the figure', () => {
  it('gives way to its picture for as long as it is asked to be flat', async () => {
    const element = await figure();
    expect(mode(element)).toBe('waiting');
    element.setAttribute('flat', '');
    await element.updateComplete;
    await element.updateComplete;
    expect(mode(element)).toBe('picture');
    expect(element.shadowRoot?.querySelector('img')?.getAttribute('src')).toContain('bridge');
    expect(element.shadowRoot?.querySelector('canvas')).toBeNull();
    element.removeAttribute('flat');
    await element.updateComplete;
    expect(mode(element)).toBe('waiting');
  });
});
