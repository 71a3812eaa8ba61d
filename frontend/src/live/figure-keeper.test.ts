import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import words from '../../../src/steadyback/clinic/skeleton_texts.json';
import type { CoachFrame } from '../coach/port';
import type { FigureKeeper } from './figure-keeper';
import './figure-keeper';

interface Sent {
  url: string;
  keep?: boolean;
  bytes: number;
}

const PAGE = { keep: '/keep/', frames: '/frames/', csrf: 'token', keeps: false, full: false, until_ms: 0, names: ['Tia'], texts: words };

describe('keeping the figure of a session', () => {
  let sent: Sent[] = [];
  let status = 200;
  let see: (frame: CoachFrame) => void = () => undefined;
  const player = { mediaTime_s: 0 };

  beforeEach(() => {
    vi.useFakeTimers();
    [sent, status, player.mediaTime_s] = [[], 200, 0];
    vi.stubGlobal('fetch', (url: string, { body }: { body: string | Blob }) => {
      const keep = typeof body === 'string' ? (JSON.parse(body) as { keep: boolean }).keep : undefined;
      sent.push({ url, ...(keep === undefined ? {} : { keep }), bytes: typeof body === 'string' ? 0 : body.size });
      return Promise.resolve(new Response(JSON.stringify({ full: false }), { status }));
    });
  });
  afterEach(() => {
    document.body.innerHTML = '';
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const open = async (page: object = PAGE): Promise<FigureKeeper> => {
    const coach = {
      model: 'lite',
      onFrame: (hear: (frame: CoachFrame) => void) => {
        see = hear;
        return () => (see = () => undefined);
      },
    };
    const session = Object.assign(document.createElement('guided-session'), { inside: { camera: { coach }, player, leads: true } });
    const data = Object.assign(document.createElement('script'), { type: 'application/json', id: 'keep-data', textContent: JSON.stringify(page) });
    const keeper = document.createElement('figure-keeper') as FigureKeeper;
    document.body.append(data, session, keeper);
    await keeper.updateComplete;
    return keeper;
  };
  const tick = async (keeper: FigureKeeper, on: boolean): Promise<void> => {
    const box = keeper.querySelector<HTMLInputElement>('#keep-figure')!;
    box.checked = on;
    box.dispatchEvent(new Event('change'));
    await vi.advanceTimersByTimeAsync(10);
    await keeper.updateComplete;
  };
  const move = async (seconds: number): Promise<void> => {
    for (let tenth = 0; tenth < seconds * 10; tenth += 1) {
      await vi.advanceTimersByTimeAsync(100);
      player.mediaTime_s += 0.1;
      for (let twice = 0; twice < 2; twice += 1) see({ t_s: 0, width: 640, height: 360, mirrored: false, landmarks: new Float32Array(132) });
    }
  };

  it('begins without it, and sends nothing until the person and the server agree', async () => {
    const keeper = await open();
    await move(3);
    expect(sent).toEqual([]);
    status = 409;
    await tick(keeper, true);
    await move(3);
    expect(sent).toEqual([{ url: '/keep/', keep: true, bytes: 0 }]);
    expect(keeper.querySelector('.keep-note')?.textContent).toContain('cannot be kept now');
    expect(keeper.querySelector('.keep-bar')?.classList.contains('is-on')).toBe(false);
  });

  it('says who could look, keeps ten frames a second at most, and ends by one key', async () => {
    const keeper = await open();
    expect(keeper.textContent).toContain('so can Tia');
    await tick(keeper, true);
    await move(25);
    await vi.advanceTimersByTimeAsync(2000);
    const frames = sent.filter(({ url }) => url === '/frames/').reduce((sum, { bytes }) => sum + bytes / 544, 0);
    expect(frames).toBeGreaterThan(230);
    expect(frames).toBeLessThanOrEqual(250);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k' }));
    const before = sent.length;
    await move(12);
    expect(sent.slice(before)).toEqual([]);
    expect(sent.at(-1)).toEqual({ url: '/keep/', keep: false, bytes: 0 });
  });

  it('keeps nothing while the session stands still', async () => {
    await tick(await open(), true);
    await move(1);
    const at_s = player.mediaTime_s;
    for (let times = 0; times < 50; times += 1) {
      await vi.advanceTimersByTimeAsync(100);
      player.mediaTime_s = at_s;
      see({ t_s: 0, width: 640, height: 360, mirrored: false, landmarks: null });
    }
    const posts = sent.filter(({ url }) => url === '/frames/');
    expect(posts).toHaveLength(1);
    expect(posts[0]!.bytes / 544).toBeLessThanOrEqual(10);
  });

  it('goes on after a reload from where it was kept already', async () => {
    player.mediaTime_s = 5;
    await open({ ...PAGE, keeps: true, until_ms: 6000 });
    await move(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent.filter(({ url }) => url === '/frames/').reduce((sum, { bytes }) => sum + Math.round(bytes / 544), 0)).toBeLessThanOrEqual(10);
  });
});
