/** Speech by a voice of the device itself. Without one, captions and tones do the work. */

export class Speech {
  enabled = false;
  rate = 1;

  constructor(
    private readonly synthesis: SpeechSynthesis | null = typeof speechSynthesis === 'undefined' ? null : speechSynthesis,
    private readonly language = 'en',
  ) {}

  /** A voice that needs no network, in the page's language. Voices elsewhere would hear what is said to the person. */
  voice(): SpeechSynthesisVoice | null {
    const own = (this.synthesis?.getVoices() ?? []).filter(
      (voice) => voice.localService && voice.lang.toLowerCase().startsWith(this.language),
    );
    return own.find((voice) => voice.lang === 'en-GB') ?? own.find((voice) => voice.default) ?? own[0] ?? null;
  }

  /** Says it now, in place of whatever was being said: words belong to their movement and never pile up. */
  say(text: string): void {
    const voice = this.enabled ? this.voice() : null;
    if (voice === null || this.synthesis === null || text === '') return;
    this.synthesis.cancel();
    const utterance = new SpeechSynthesisUtterance(text.replace(/…/g, ','));
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = this.rate;
    this.synthesis.speak(utterance);
  }

  hush(): void {
    this.synthesis?.cancel();
  }
}
