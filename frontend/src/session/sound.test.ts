import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clockFace } from './big-count';
import { ringRadius } from './breath-ring';
import { isQuiet } from './clock';
import { Speech } from './speech';
import english from '../../../src/steadyback/web/session_texts.json';
import { texts } from './texts';

const voice = (lang: string, localService: boolean, isDefault = false): SpeechSynthesisVoice =>
  ({ lang, localService, default: isDefault, name: lang, voiceURI: lang }) as SpeechSynthesisVoice;

class Synthesis {
  log: string[] = [];
  constructor(private readonly voices: SpeechSynthesisVoice[]) {}
  getVoices = (): SpeechSynthesisVoice[] => this.voices;
  cancel = (): void => void this.log.push('cancel');
  speak = (utterance: { text: string; rate: number }): void => void this.log.push(`${utterance.text} @${utterance.rate}`);
}

function speech(...voices: SpeechSynthesisVoice[]): { speech: Speech; log: string[] } {
  const synthesis = new Synthesis(voices);
  return { speech: new Speech(synthesis as unknown as SpeechSynthesis), log: synthesis.log };
}

beforeEach(() => {
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      rate = 1;
      constructor(readonly text: string) {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

describe('speech', () => {
  it('says nothing before the person has agreed', () => {
    const { speech: silent, log } = speech(voice('en-GB', true));
    silent.say('Hold.');
    expect(log).toEqual([]);
  });

  it('never uses a voice that sends words elsewhere', () => {
    const { speech: spoken, log } = speech(voice('en-GB', false, true));
    spoken.enabled = true;
    spoken.say('Hold.');
    expect(spoken.voice()).toBeNull();
    expect(log).toEqual([]);
  });

  it('speaks at the chosen speed, and new words end the old ones', () => {
    const { speech: spoken, log } = speech(voice('de-DE', true), voice('en-US', true), voice('en-GB', true));
    spoken.enabled = true;
    spoken.rate = 0.8;
    spoken.say('Hold.');
    expect(spoken.voice()?.lang).toBe('en-GB');
    expect(log).toEqual(['cancel', 'Hold. @0.8']);
  });

  it('falls silent at once', () => {
    const { speech: spoken, log } = speech(voice('en-GB', true));
    spoken.hush();
    expect(log).toEqual(['cancel']);
  });
});

describe('quiet hours', () => {
  it.each([
    [23, true],
    [3, true],
    [7, false],
    [12, false],
    [22, true],
  ])('from 22 to 7, at %i: %s', (hour, quiet) => expect(isQuiet(hour, 22, 7)).toBe(quiet));

  it('can lie within a day, or not exist', () => {
    expect(isQuiet(13, 12, 14)).toBe(true);
    expect(isQuiet(14, 12, 14)).toBe(false);
    expect(isQuiet(3, 5, 5)).toBe(false);
  });
});

describe('what is shown', () => {
  it('grows on the inhale, shrinks on the exhale and rests between', () => {
    expect(ringRadius('inhale', 1)).toBeGreaterThan(ringRadius('inhale', 0));
    expect(ringRadius('exhale', 1)).toBeLessThan(ringRadius('exhale', 0));
    expect(ringRadius('exhale', 0)).toBe(ringRadius('inhale', 1));
    expect(ringRadius('normal', 0)).toBe(ringRadius('normal', 1));
  });

  it.each([
    [59, '59'],
    [60, '1:00'],
    [75.2, '1:16'],
    [0, '0'],
  ])('%f seconds are read as %s', (seconds, text) => expect(clockFace(seconds)).toBe(text));
});

describe('texts', () => {
  const forbidden = /fault|failed|regress|locked|form score|back sags|sinking|dead bug|superman|!/i;

  it.each(Object.keys(english))('%s has plain words', (key) => {
    const text = texts(english)(key);
    expect(text).not.toBe('');
    expect(text).not.toMatch(forbidden);
  });

  it('takes the words of the page, and puts values in', () => {
    expect(texts({ rep_of: '{rep} von {reps}' })('rep_of', { rep: 1, reps: 8 })).toBe('1 von 8');
    expect(texts(english)('verb_unknown')).toBe('');
  });
});
