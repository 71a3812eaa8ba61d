import { afterEach, describe, expect, it, vi } from 'vitest';
import { encode } from '../coach/lmk1';
import { KeepOutbox } from './keep-outbox';
import { framesOf, Recording } from './recording';

const message = (t_ms: number, x: number | null): ArrayBuffer =>
  encode({ t_ms, width: 640, height: 360, model: 'lite', people: 1, landmarks: x === null ? null : new Float32Array(132).fill(x) });

const joined = (messages: ArrayBuffer[]): Promise<ArrayBuffer> => new Blob(messages).arrayBuffer();

const recording = async (): Promise<Recording> => {
  const parts = [await joined([message(1000, 0.1), message(1100, 0.2), message(1200, null)]), await joined([message(9000, 0.5)])];
  return new Recording(
    [{ number: 0, from_ms: 1000, to_ms: 1200 }, { number: 1, from_ms: 9000, to_ms: 9000 }],
    (number) => Promise.resolve(parts[number]!),
  );
};

describe('a recording', () => {
  it('tells its frames apart, those with nobody too', async () => {
    const frames = framesOf(await joined([message(0, 0.1), message(100, null), message(200, 0.3)]));
    expect(frames.map(({ t_s, landmarks }) => [t_s, landmarks?.[0] ?? null])).toEqual([[0, expect.closeTo(0.1)], [0.1, null], [0.2, expect.closeTo(0.3)]]);
  });

  it('shows the figure on its way between two frames, and nothing where nothing was kept', async () => {
    const one = await recording();
    expect(one.isReady(1.05)).toBe(false);
    await one.want(1.05);
    expect(one.frame(1.05)?.landmarks?.[0]).toBeCloseTo(0.15);
    expect(one.frame(0.5)).toBeNull();
    expect(one.frame(2.1)?.landmarks).toBeNull();
    expect(one.frame(2.3)).toBeNull();
    expect(one.frame(5)).toBeNull();
    expect(one.next_s(5)).toBe(9);
    expect(one.frame(9.3)?.landmarks?.[0]).toBeCloseTo(0.5);
    expect(one.next_s(9.3)).toBeNull();
  });

  it('goes on into the next part without standing still, and jumps to the next frame where some are missing', async () => {
    const parts = [await joined([message(1000, 0.1), message(4000, 0.4)]), await joined([message(4100, 0.6)])];
    const one = new Recording(
      [{ number: 0, from_ms: 1000, to_ms: 4000 }, { number: 1, from_ms: 4100, to_ms: 4100 }],
      (number) => Promise.resolve(parts[number]!),
    );
    await one.want(1);
    expect(one.next_s(2.5)).toBe(4);
    expect(one.frame(4.05)?.landmarks?.[0]).toBeCloseTo(0.5);
    expect(one.frame(4.2)?.landmarks?.[0]).toBeCloseTo(0.6);
  });

  it('holds nothing any more once it is closed', async () => {
    const one = await recording();
    await one.want(1);
    one.forget();
    expect(one.frame(1)).toBeNull();
  });
});

describe('frames on their way', () => {
  afterEach(() => vi.unstubAllGlobals());

  const answers = (...statuses: (number | 'away')[]): Blob[] => {
    const sent: Blob[] = [];
    vi.stubGlobal('fetch', (_url: string, { body }: { body: Blob }) => {
      sent.push(body);
      const status = statuses.shift() ?? 200;
      if (status === 'away') return Promise.reject(new TypeError('away'));
      return Promise.resolve(new Response(JSON.stringify({ full: false }), { status }));
    });
    return sent;
  };

  it('go again after a failure, in order and once', async () => {
    const sent = answers('away', 503, 200);
    const outbox = new KeepOutbox('/frames/', 'token');
    outbox.add(message(0, 0.1));
    expect([await outbox.send(), await outbox.send(), await outbox.send(), await outbox.send()]).toEqual(['later', 'later', 'kept', 'kept']);
    expect(sent.map(({ size }) => size)).toEqual([544, 544, 544]);
  });

  it('are forgotten where the person does not agree any more, or no more fits', async () => {
    for (const [status, said] of [[403, 'off'], [413, 'full']] as const) {
      const sent = answers(status);
      const outbox = new KeepOutbox('/frames/', 'token');
      outbox.add(message(0, 0.1));
      expect([await outbox.send(), await outbox.send()]).toEqual([said, 'kept']);
      expect(sent).toHaveLength(1);
    }
  });

  it('are never more than a minute of them', async () => {
    const sent = answers();
    const outbox = new KeepOutbox('/frames/', 'token');
    for (let at = 0; at < 700; at += 1) outbox.add(message(at * 100, null));
    expect(outbox.lost).toBe(100);
    await outbox.send();
    expect(framesOf(await sent[0]!.arrayBuffer())[0]?.t_s).toBe(10);
  });
});
