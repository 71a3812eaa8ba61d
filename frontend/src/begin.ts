// The first minute: which zone the browser lives in, and the rehearsal of sound and STOP.

const TONES_HZ = [523.25, 659.25] as const;

export function fillZone(root: ParentNode): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const field of root.querySelectorAll<HTMLInputElement>('[data-browser-zone]')) field.value = zone ?? '';
}

function playTones(context: AudioContext): void {
  TONES_HZ.forEach((pitch, index) => {
    const start = context.currentTime + index * 0.35;
    const tone = new OscillatorNode(context, { frequency: pitch });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(0.2, start + 0.04);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.55);
  });
}

// Only a voice of this machine: others would send the words to a server.
export function localVoice(voices: readonly SpeechSynthesisVoice[], language: string): SpeechSynthesisVoice | null {
  const mine = voices.filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language));
  return mine.find((voice) => voice.default) ?? mine[0] ?? null;
}

function sayAloud(text: string): boolean {
  const speech = window.speechSynthesis as SpeechSynthesis | undefined;
  const voice = speech ? localVoice(speech.getVoices(), 'en') : null;
  if (!speech || !voice) return false;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  window.setTimeout(() => speech.speak(words), 1100);
  return true;
}

async function soundOnce(texts: DOMStringMap): Promise<string> {
  try {
    const context = new AudioContext();
    await context.resume();
    playTones(context);
    return (sayAloud(texts['say'] ?? '') ? texts['voice'] : texts['noVoice']) ?? '';
  } catch {
    return texts['noSound'] ?? '';
  }
}

export function rehearse(form: HTMLElement): void {
  const play = form.querySelector<HTMLButtonElement>('[data-play]');
  const heard = form.querySelector<HTMLElement>('[data-heard]');
  const stop = form.querySelector<HTMLButtonElement>('[data-stop]');
  const said = form.querySelector<HTMLElement>('[data-stop-said]');
  if (!play || !heard || !stop || !said) return;
  play.disabled = false;
  stop.disabled = false;
  // Voices load late in some browsers: asking early makes them ready for the press.
  window.speechSynthesis?.getVoices();
  play.addEventListener('click', () => {
    void soundOnce(form.dataset).then((text) => {
      heard.textContent = text;
    });
  });
  const halt = (): void => {
    window.speechSynthesis?.cancel();
    said.textContent = form.dataset['stopped'] ?? '';
    said.parentElement?.classList.add('stopped');
  };
  stop.addEventListener('click', halt);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') halt();
  });
}

fillZone(document);
for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());
const form = document.querySelector<HTMLElement>('[data-rehearsal]');
if (form) rehearse(form);
