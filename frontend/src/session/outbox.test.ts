import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HandClock } from './fixture';
import { keptClients, Outbox, type SaveState } from './outbox';
import type { SessionEvent } from './script';

interface Call {
  url: string;
  events: SessionEvent[] | undefined;
  take_over: boolean | undefined;
}

/** A server that keeps events as the real one does: in order, without gaps, idempotent. */
class Server {
  calls: Call[] = [];
  stored: SessionEvent[] = [];
  answers: ((call: Call) => Response | Promise<Response> | undefined)[] = [];

  handle = async (url: string, init: RequestInit): Promise<Response> => {
    const body = JSON.parse(String(init.body)) as { events?: SessionEvent[]; take_over?: boolean };
    const call = { url, events: body.events, take_over: body.take_over };
    this.calls.push(call);
    const special = this.answers.shift()?.(call);
    if (special !== undefined) return special;
    if (call.events === undefined) return json(200, {});
    for (const event of call.events) {
      if (event.seq <= this.stored.length) continue;
      if (event.seq !== this.stored.length + 1) return json(409, { error: 'gap', expected: this.stored.length + 1 });
      this.stored.push(event);
    }
    return json(200, { acknowledged: this.stored.length, record: {}, ended: null });
  };
}

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

let server: Server;
let clock: HandClock;
let states: SaveState[];
let held: number;

function outbox(acknowledged: Record<string, number> = {}, clientId = 'tab-1'): Outbox {
  const port = {
    state: (state: SaveState) => states.push(state),
    ended: () => undefined,
    held: () => {
      held += 1;
    },
  };
  const urls = { lease: '/lease/', events: '/events/' };
  return new Outbox('session-1', clientId, acknowledged, 'Europe/London', urls, () => 'token', clock, localStorage, port);
}

beforeEach(() => {
  localStorage.clear();
  server = new Server();
  clock = new HandClock();
  states = [];
  held = 0;
  vi.stubGlobal('fetch', vi.fn(server.handle));
});

afterEach(() => vi.unstubAllGlobals());

const add = (box: Outbox, count: number): void => {
  for (let i = 0; i < count; i += 1) box.add('paused', {}, i);
};

describe('sending', () => {
  it('sends a batch in order and forgets what is acknowledged', async () => {
    const box = outbox();
    add(box, 5);
    await clock.pass(300);
    expect(server.calls).toHaveLength(1);
    expect(server.stored.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(box.pending).toEqual([]);
  });

  it('does not let a stop wait', async () => {
    const box = outbox();
    box.add('stop_pressed', { step: 0 }, 1, true);
    await clock.pass(0);
    expect(server.stored).toHaveLength(1);
  });

  it('keeps events while there is no network, and sends them all when it is back', async () => {
    server.answers = Array(3).fill(() => Promise.reject(new TypeError('offline')));
    const box = outbox();
    add(box, 3);
    await clock.pass(300);
    expect(states.at(-1)).toBe('later');
    expect(box.pending).toHaveLength(3);
    await clock.pass(20_000);
    expect(server.stored.map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(states.at(-1)).toBe('saved');
  });

  it('waits longer and longer between tries', async () => {
    server.answers = Array(50).fill(() => json(503, { error: 'storage_busy' }));
    add(outbox(), 1);
    await clock.pass(65_000);
    expect(server.calls.length).toBeLessThan(9);
    expect(server.calls.length).toBeGreaterThan(4);
  });

  it('says when the storage is full, and keeps trying', async () => {
    server.answers = [() => json(507, { error: 'storage_full', message: 'full' })];
    const box = outbox();
    add(box, 1);
    await clock.pass(300);
    expect(states.at(-1)).toBe('full');
    await clock.pass(2000);
    expect(box.pending).toEqual([]);
  });

  it('does not count an event twice when the answer got lost', async () => {
    server.answers = [
      (call) => {
        server.stored.push(...(call.events ?? []));
        throw new TypeError('connection lost');
      },
    ];
    add(outbox(), 2);
    await clock.pass(3000);
    expect(server.stored.map((event) => event.seq)).toEqual([1, 2]);
  });
});

describe('a reload', () => {
  it('sends what was left, with the numbers it had', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('offline'))));
    add(outbox(), 3);
    await clock.pass(500);
    vi.stubGlobal('fetch', vi.fn(server.handle));
    const again = outbox();
    expect(again.pending.map((event) => event.seq)).toEqual([1, 2, 3]);
    again.add('resumed', {}, 4);
    await clock.pass(60_000);
    expect(server.stored.map((event) => event.seq)).toEqual([1, 2, 3, 4]);
  });

  it('drops what the server says it has', () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('offline'))));
    add(outbox(), 3);
    expect(outbox({ 'tab-1': 2 }).pending.map((event) => event.seq)).toEqual([3]);
  });

  it('goes on counting after an emptied store', () => {
    const box = outbox({ 'tab-1': 7 });
    add(box, 1);
    expect(box.pending.map((event) => event.seq)).toEqual([8]);
  });

  it('survives a damaged store', () => {
    localStorage.setItem('steadyback.session.session-1.tab-1', '{oops');
    expect(outbox({ 'tab-1': 4 }).pending).toEqual([]);
  });

  it('finds the clients that left something behind', () => {
    add(outbox({}, 'old-tab'), 1);
    expect(keptClients('session-1', localStorage)).toEqual(['old-tab']);
  });
});

describe('what the server refuses', () => {
  it('closes a gap that the server points out', async () => {
    const box = outbox({ 'tab-1': 5 });
    add(box, 2);
    await clock.pass(5000);
    expect(server.stored.map((event) => event.seq)).toEqual([1, 2]);
    expect(box.pending).toEqual([]);
  });

  it('lets later reports through when one event cannot be taken', async () => {
    server.answers = [() => json(422, { error: 'invalid', message: 'events[1]: odd', place: 'events[1].data' })];
    const box = outbox();
    box.add('paused', {}, 1);
    box.add('resumed', { odd: true }, 2);
    box.add('stop_pressed', { step: 0 }, 3);
    await clock.pass(3000);
    expect(server.stored.map((event) => [event.seq, event.kind])).toEqual([
      [1, 'paused'],
      [2, 'stop_pressed'],
    ]);
    expect(states).toContain('refused');
  });

  it('stops writing when another place took the session over', async () => {
    server.answers = [() => json(409, { error: 'lease_lost' })];
    const box = outbox();
    add(box, 1);
    await clock.pass(60_000);
    expect(held).toBe(1);
    expect(server.calls).toHaveLength(1);
    expect(box.pending).toHaveLength(1);
  });

  it('still sends what was felt, without the exercise, when another place took over', async () => {
    server.answers = [() => json(409, { error: 'lease_lost' })];
    const box = outbox();
    add(box, 1);
    await clock.pass(1000);
    expect(held).toBe(1);
    box.add('step_completed', { step: 0 }, 2);
    box.add('stop_pressed', { step: 0 }, 3, true);
    box.add('stop_answered', { step: 0, answer: 'chest_faint_breathless' }, 4, true);
    await clock.pass(5000);
    expect(server.stored.map((event) => [event.seq, event.kind])).toEqual([
      [1, 'stop_pressed'],
      [2, 'stop_answered'],
    ]);
    expect(box.pending).toEqual([]);
  });

  it('sends a stop that waits behind a refused batch', async () => {
    server.answers = [() => json(409, { error: 'lease_lost' })];
    const box = outbox();
    add(box, 120);
    box.add('stop_pressed', { step: 0 }, 121);
    await clock.pass(5000);
    expect(server.stored.map((event) => event.kind)).toEqual(['stop_pressed']);
    expect(held).toBe(1);
  });

  it('goes on trying to send a stop from a lost place while there is no network', async () => {
    server.answers = [
      () => json(409, { error: 'lease_lost' }),
      () => Promise.reject(new TypeError('offline')),
      () => Promise.reject(new TypeError('offline')),
    ];
    const box = outbox();
    add(box, 1);
    await clock.pass(1000);
    box.add('stop_answered', { step: 0, answer: 'fell' }, 2, true);
    await clock.pass(20_000);
    expect(server.stored.map((event) => event.kind)).toEqual(['stop_answered']);
  });

  it('does not ask for ever when even a stop is not taken', async () => {
    const refuse = (): Response => json(409, { error: 'lease_lost' });
    server.answers = [refuse, refuse, refuse, refuse];
    const box = outbox();
    box.add('stop_pressed', { step: 0 }, 1, true);
    await clock.pass(60_000);
    expect(server.calls).toHaveLength(2);
  });

  it('stops when the session is over', async () => {
    server.answers = [() => json(409, { error: 'session_over' })];
    const box = outbox();
    add(box, 1);
    await clock.pass(5000);
    expect(states.at(-1)).toBe('closed');
    expect(box.pending).toEqual([]);
  });
});

describe('the lease', () => {
  it('tells when another place leads the session, and takes over when asked', async () => {
    server.answers = [() => json(409, { error: 'lease_held' })];
    const box = outbox();
    expect(await box.lease(false)).toBe(false);
    expect(await box.lease(true)).toBe(true);
    expect(server.calls.map((call) => call.take_over)).toEqual([false, true]);
  });

  it('is renewed while nothing happens', async () => {
    await outbox().lease(false);
    await clock.pass(60_000);
    expect(server.calls.filter((call) => call.events?.length === 0).length).toBeGreaterThanOrEqual(4);
  });

  it('lets the session go on without a network', async () => {
    server.answers = [() => Promise.reject(new TypeError('offline'))];
    expect(await outbox().lease(false)).toBe(true);
  });
});
