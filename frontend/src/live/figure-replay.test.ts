import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import words from '../../../src/steadyback/clinic/skeleton_texts.json';
import { encode } from '../coach/lmk1';
import type { FigureReplay } from './figure-replay';
import './figure-replay';

const message = (t_ms: number): ArrayBuffer =>
  encode({ t_ms, width: 640, height: 360, model: 'lite', people: 1, landmarks: new Float32Array(132).fill(0.5) });
const MOMENTS = [
  { at_s: 0, text: 'Bridge', tone: 'head', exercise: 'bridge' },
  { at_s: 2, text: 'Tia: slower', tone: 'said', exercise: '' },
  { at_s: 20, text: 'Finished', tone: 'head', exercise: '' },
];
const PARTS = [{ number: 0, from_ms: 1000, to_ms: 3000, frames: 21 }, { number: 1, from_ms: 12_000, to_ms: 13_000, frames: 11 }];

describe('a replay', () => {
  let status = 200;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'requestAnimationFrame', 'cancelAnimationFrame', 'performance'] });
    status = 200;
    vi.stubGlobal('fetch', (url: string) => {
      if (status !== 200) return Promise.resolve(new Response('', { status }));
      if (url === '/figure/') return Promise.resolve(new Response(JSON.stringify({ parts: PARTS })));
      const part = PARTS[Number(url.split('/').at(-2))]!;
      const messages = Array.from({ length: part.frames }, (_, at) => message(part.from_ms + at * 100));
      return Promise.resolve(new Response(new Blob(messages)));
    });
  });
  afterEach(() => {
    document.body.innerHTML = '';
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const settled = async (replay: FigureReplay): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await replay.updateComplete;
  };
  const open = async (own = false): Promise<FigureReplay> => {
    const page = { url: '/figure/', own, moments: MOMENTS, texts: words };
    const data = Object.assign(document.createElement('script'), { type: 'application/json', id: 'replay-data', textContent: JSON.stringify(page) });
    const replay = document.createElement('figure-replay') as FigureReplay;
    document.body.innerHTML = '<ol class="time-line"><li data-at="0"><span class="moment">0:00</span></li><li data-at="20"><span class="moment">0:20</span></li></ol><input name="at"><textarea id="comment-text"></textarea>';
    document.body.append(data, replay);
    await replay.updateComplete;
    replay.querySelector<HTMLButtonElement>('#replay-open')!.click();
    await settled(replay);
    return replay;
  };
  const clock = (replay: FigureReplay): string => replay.querySelector('.replay-clock')?.textContent ?? '';

  it('begins where something was kept, and plays on over what was not', async () => {
    const replay = await open();
    expect(clock(replay)).toBe('0:01 of 0:20');
    replay.querySelector<HTMLButtonElement>('#replay-play')!.click();
    for (let turn = 0; turn < 6; turn += 1) {
      vi.advanceTimersByTime(600);
      await settled(replay);
    }
    expect(clock(replay)).toBe('0:12 of 0:20');
  });

  it('shows what was said of a moment, and goes to each moment of the time line', async () => {
    const replay = await open();
    const range = replay.querySelector<HTMLInputElement>('input[type="range"]')!;
    range.value = '2.5';
    range.dispatchEvent(new Event('input'));
    await settled(replay);
    expect(replay.querySelector('.replay-caption')?.textContent).toBe('Tia: slower');
    document.querySelectorAll<HTMLButtonElement>('.time-line button')[1]!.click();
    await settled(replay);
    expect(clock(replay)).toBe('0:20 of 0:20');
    expect(replay.querySelector('.replay-nothing')?.textContent).toBe('Nothing was kept of this moment.');
    expect(document.querySelector('.time-line .is-now')?.textContent).toBe('0:20');
  });

  it('pins a comment to the moment that is shown', async () => {
    const replay = await open();
    replay.querySelector<HTMLButtonElement>('#replay-comment')!.click();
    expect(document.querySelector<HTMLInputElement>('input[name="at"]')!.value).toBe('0:01');
    expect(document.activeElement?.id).toBe('comment-text');
  });

  it('ends within five seconds when it is shown no more, and keeps nothing of it', async () => {
    const replay = await open();
    status = 403;
    vi.advanceTimersByTime(4000);
    await settled(replay);
    expect(replay.textContent).toContain('It is not shown any more.');
    expect(replay.querySelector('canvas')).toBeNull();
    expect((replay as unknown as { recording: unknown }).recording).toBeNull();
  });

  it('ends too when nobody can be asked for long', async () => {
    const replay = await open();
    status = 503;
    vi.advanceTimersByTime(4000);
    await settled(replay);
    expect(replay.querySelector('canvas')).not.toBeNull();
    vi.advanceTimersByTime(4000);
    await settled(replay);
    expect(replay.textContent).toContain('It could not be loaded.');
  });
});
