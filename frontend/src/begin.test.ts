import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fillZone, localVoice, rehearse } from './begin';

const voice = (name: string, lang: string, localService: boolean, isDefault = false): SpeechSynthesisVoice =>
  ({ name, lang, localService, default: isDefault, voiceURI: name }) as SpeechSynthesisVoice;

describe('the voice', () => {
  it('is never one that sends the words to a server', () => {
    expect(localVoice([voice('cloud', 'en-GB', false, true)], 'en')).toBeNull();
  });

  it('speaks the language of the page, the default one first', () => {
    const found = localVoice([voice('a', 'de-DE', true, true), voice('b', 'en-US', true), voice('c', 'en-GB', true, true)], 'en');
    expect(found?.name).toBe('c');
  });
});

describe('the rehearsal', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <form data-stopped="Stopped." data-no-sound="No sound here.">
        <input data-browser-zone>
        <button type="button" data-play disabled></button><p data-heard></p>
        <div><p data-stop-said></p><button type="button" data-stop disabled></button></div>
      </form>`;
  });

  const form = (): HTMLElement => document.querySelector('form') as HTMLElement;
  const said = (): HTMLElement => document.querySelector('[data-stop-said]') as HTMLElement;

  it('reacts to the STOP button', () => {
    rehearse(form());
    (document.querySelector('[data-stop]') as HTMLButtonElement).click();
    expect(said().textContent).toBe('Stopped.');
    expect(said().parentElement?.classList.contains('stopped')).toBe(true);
  });

  it('reacts to Escape and to no other key', () => {
    rehearse(form());
    document.dispatchEvent(new KeyboardEvent('keydown', { key: ' ' }));
    expect(said().textContent).toBe('');
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(said().textContent).toBe('Stopped.');
  });

  it('says so when the browser cannot play sound', async () => {
    vi.stubGlobal('AudioContext', undefined);
    rehearse(form());
    (document.querySelector('[data-play]') as HTMLButtonElement).click();
    await vi.waitFor(() => expect(document.querySelector('[data-heard]')?.textContent).toBe('No sound here.'));
    vi.unstubAllGlobals();
  });

  it('gives the zone of the browser', () => {
    fillZone(document);
    expect(document.querySelector<HTMLInputElement>('[data-browser-zone]')?.value).toBe(
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    );
  });
});
