/** The button on an earphone pauses and goes on. Browsers offer it only while a page plays, so a silence is played. */

const RATE_HZ = 8000;
const LENGTH_S = 10;

function silence(): Blob {
  const samples = RATE_HZ * LENGTH_S;
  const bytes = new DataView(new ArrayBuffer(44 + samples));
  const word = (at: number, text: string): void => [...text].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
  word(0, 'RIFF');
  bytes.setUint32(4, 36 + samples, true);
  word(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, RATE_HZ, true);
  bytes.setUint32(28, RATE_HZ, true);
  bytes.setUint16(32, 1, true);
  bytes.setUint16(34, 8, true);
  word(36, 'data');
  bytes.setUint32(40, samples, true);
  // 128 is the middle of an 8-bit sample: no sound.
  new Uint8Array(bytes.buffer, 44).fill(128);
  return new Blob([bytes.buffer], { type: 'audio/wav' });
}

export class Earphone {
  private audio: HTMLAudioElement | null = null;

  constructor(private readonly pressed: () => void) {}

  /** Called from the tap that agrees to sound. */
  async listen(title: string): Promise<void> {
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.setActionHandler('play', this.pressed);
    navigator.mediaSession.setActionHandler('pause', this.pressed);
    if (typeof MediaMetadata !== 'undefined') navigator.mediaSession.metadata = new MediaMetadata({ title });
    this.audio ??= new Audio(URL.createObjectURL(silence()));
    this.audio.loop = true;
    try {
      await this.audio.play();
    } catch {
      // No permission to play: the button stays without effect here, every other control works.
      this.audio = null;
    }
  }

  close(): void {
    this.audio?.pause();
    this.audio = null;
  }
}
