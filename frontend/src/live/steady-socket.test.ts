import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SteadySocket } from './steady-socket';

class FakeSocket {
  static made: FakeSocket[] = [];
  binaryType = '';
  bufferedAmount = 0;
  readyState = 0;
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  drop(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  send(message: unknown): void {
    this.sent.push(message);
  }

  close(): void {
    this.readyState = 3;
  }
}

const states: [string, number][] = [];
const make = (): SteadySocket =>
  new SteadySocket('/live/me/', { text: () => undefined, bytes: () => undefined, state: (state, code) => states.push([state, code]) },
    (url) => new FakeSocket(url) as unknown as WebSocket);

describe('a socket that comes back by itself', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.made.length = states.length = 0;
  });
  afterEach(() => void vi.useRealTimers());

  it('opens anew with growing pauses, and at once again after something was heard', () => {
    make();
    for (let tries = 1; tries <= 4; tries += 1) {
      FakeSocket.made.at(-1)?.drop(1006);
      vi.advanceTimersByTime(300 * 2 ** (tries - 1));
      expect(FakeSocket.made).toHaveLength(tries);
      vi.advanceTimersByTime(400 * 2 ** (tries - 1));
      expect(FakeSocket.made).toHaveLength(tries + 1);
    }
    const last = FakeSocket.made.at(-1);
    last?.open();
    last?.onmessage?.({ data: '{"kind":"off"}' });
    last?.drop(1013);
    vi.advanceTimersByTime(700);
    expect(FakeSocket.made).toHaveLength(6);
  });

  it.each([4401, 4403, 4404])('stays closed after %i and says so', (code) => {
    make();
    FakeSocket.made[0]?.open();
    FakeSocket.made[0]?.drop(code);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
    expect(states.at(-1)).toEqual(['closed', code]);
  });

  it('sends nothing while it is not open, nor after it was closed here', () => {
    const socket = make();
    expect(socket.send({ kind: 'x' })).toBe(false);
    FakeSocket.made[0]?.open();
    expect(socket.send({ kind: 'x' })).toBe(true);
    socket.close();
    expect(socket.send({ kind: 'x' })).toBe(false);
    FakeSocket.made[0]?.drop(1000);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
  });
});
