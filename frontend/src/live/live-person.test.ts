import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import words from '../../../src/steadyback/clinic/live/texts.json';
import type { LivePerson } from './live-person';
import './live-person';

/** A socket that is open; `hear` is what the server says. */
class OpenSocket {
  static readonly OPEN = 1;
  static last: OpenSocket;
  readonly readyState = 1;
  readonly sent: { kind: string; id: string }[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor() {
    OpenSocket.last = this;
  }

  send(message: string): void {
    this.sent.push(JSON.parse(message) as { kind: string; id: string });
  }

  close(): void {}

  hear(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const STATE = {
  kind: 'state', mode: 'moving', step: 0, exercise: 'bridge', name: 'Bridge', side: '', set: 1, sets: 1, repetition: 1, repetitions: 8,
  seconds_left: null, counted_by: 'timer', camera: 'off', adjust: [], saying: '', doing: '', pain: null, effort: null, can_ease: false,
};

describe('a STOP from a watcher', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', OpenSocket);
    document.body.innerHTML = '<script type="application/json" id="watch-data"></script>';
    document.getElementById('watch-data')!.textContent = JSON.stringify({ texts: words, cues: {} });
  });
  afterEach(() => {
    document.body.innerHTML = '';
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const press = async (): Promise<LivePerson> => {
    const person = document.createElement('live-person') as LivePerson;
    person.path = '/live/';
    document.body.append(person);
    OpenSocket.last.hear(STATE);
    await person.updateComplete;
    person.querySelector<HTMLButtonElement>('.live-stop')!.click();
    await person.updateComplete;
    return person;
  };
  const note = async (person: LivePerson): Promise<string> => {
    await person.updateComplete;
    return person.querySelector('.live-note')?.textContent?.trim() ?? '';
  };

  it('is told to be without an answer when their device says nothing', async () => {
    const person = await press();
    expect(await note(person)).toBe('Sent: STOP');
    await vi.advanceTimersByTimeAsync(3100);
    expect(await note(person)).toContain('No answer from their device yet: STOP');
  });

  it('is told to be done once their device has said so', async () => {
    const person = await press();
    OpenSocket.last.hear({ kind: 'answer', id: OpenSocket.last.sent.find(({ kind }) => kind === 'stop')?.id, how: 'done' });
    await vi.advanceTimersByTimeAsync(3100);
    expect(await note(person)).toBe('Done: STOP');
  });
});
