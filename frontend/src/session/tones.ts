/** Soft tones made on the device: nothing is loaded and nothing loud can happen. */

export type Tone = 'tick' | 'bell' | 'breath_in' | 'breath_out';

interface Note {
  at_s: number;
  from_hz: number;
  to_hz: number;
  length_s: number;
  level: number;
}

const NOTES: Record<Tone, readonly Note[]> = {
  tick: [{ at_s: 0, from_hz: 660, to_hz: 660, length_s: 0.09, level: 0.12 }],
  bell: [
    { at_s: 0, from_hz: 784, to_hz: 784, length_s: 0.9, level: 0.14 },
    { at_s: 0.28, from_hz: 587, to_hz: 587, length_s: 1.3, level: 0.14 },
  ],
  breath_in: [{ at_s: 0, from_hz: 220, to_hz: 330, length_s: 0.9, level: 0.05 }],
  breath_out: [{ at_s: 0, from_hz: 330, to_hz: 220, length_s: 0.9, level: 0.05 }],
};

export class Tones {
  enabled = false;
  private context: AudioContext | null = null;
  private output: GainNode | null = null;

  /** Called from the tap that agrees to sound; browsers allow sound only after one. */
  allow(): void {
    if (typeof AudioContext === 'undefined') return;
    this.context ??= new AudioContext();
    void this.context.resume();
    this.enabled = true;
  }

  play(tone: Tone): void {
    const context = this.context;
    if (!this.enabled || context === null) return;
    this.output ??= this.makeOutput(context);
    for (const note of NOTES[tone]) this.sound(context, this.output, note);
  }

  /** Ends what is sounding now. */
  hush(): void {
    this.output?.disconnect();
    this.output = null;
  }

  private makeOutput(context: AudioContext): GainNode {
    const output = context.createGain();
    output.connect(context.destination);
    return output;
  }

  private sound(context: AudioContext, output: GainNode, note: Note): void {
    const start = context.currentTime + note.at_s;
    const end = start + note.length_s;
    const oscillator = context.createOscillator();
    const envelope = context.createGain();
    oscillator.type = 'sine';
    oscillator.frequency.setValueAtTime(note.from_hz, start);
    oscillator.frequency.linearRampToValueAtTime(note.to_hz, end);
    envelope.gain.setValueAtTime(0, start);
    envelope.gain.linearRampToValueAtTime(note.level, start + 0.03);
    envelope.gain.exponentialRampToValueAtTime(0.0001, end);
    oscillator.connect(envelope).connect(output);
    oscillator.start(start);
    oscillator.stop(end);
  }
}
