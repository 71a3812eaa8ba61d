import { describe, expect, it } from 'vitest';
import { bothSides, record, Room, step, walk } from '../session/fixture';
import { frameOf, bodyOf } from './frame';
import { encode } from '../coach/lmk1';
import { SentWords, type SentCue } from './sent-words';
import { Noted } from './session-state';

const cue = (text: string, id = text): SentCue => ({ id, text, code: 'own_words', name: 'Tia', by: 'trainer' });

class Watched {
  readonly said: string[] = [];
  readonly words: SentWords;

  constructor(readonly room: Room) {
    this.words = new SentWords(room.player, () => room.clock.now() / 1000, (one) => this.said.push(one.text));
  }

  pass(seconds: number): this {
    for (let passed = 0; passed < seconds - 0.05; passed += 0.1) {
      this.room.pass(0.1);
      this.words.tick();
    }
    return this;
  }
}

describe('words of somebody who watches along', () => {
  it('wait for the end of the repetition', () => {
    const { room, words, said } = new Watched(new Room([step(0)]).start().pass(5 + 2));
    expect(room.player.mode).toBe('moving');
    expect(words.add(cue('Slow and easy'))).toBe(true);
    words.tick();
    expect(said).toEqual([]);
    room.pass(8);
    expect(said).toEqual(['Slow and easy']);
    expect(room.spoken.filter((one) => one === 'Slow and easy')).toHaveLength(1);
    expect(room.player.block?.kind).toBe('words');
  });

  it('come one at a time', () => {
    const watched = new Watched(new Room([step(0)]).start().pass(5 + 2));
    watched.words.add(cue('One'));
    watched.words.add(cue('Two'));
    watched.pass(8.5);
    expect(watched.said).toEqual(['One']);
    watched.pass(14);
    expect(watched.said).toEqual(['One', 'Two']);
  });

  it('are said at once in a pause', () => {
    const watched = new Watched(new Room([step(0)]).start().pass(5 + 2));
    watched.room.player.pause();
    watched.words.add(cue('Well done'));
    watched.words.tick();
    expect(watched.said).toEqual(['Well done']);
  });

  it('never run into the last three seconds of a rest', () => {
    const watched = new Watched(new Room([bothSides(0)], record({ side: 1, repetition: 2 })).start());
    watched.pass(5 + 9 + 1);
    expect(watched.room.player.mode).toBe('resting');
    watched.pass(watched.room.player.remaining_s - 3.5);
    watched.words.add(cue('This is a sentence of quite a few words indeed'));
    watched.pass(3);
    expect(watched.said).toEqual([]);
  });

  it('do not run over what is said halfway through a long part', () => {
    const watched = new Watched(new Room([walk(0)]).start());
    while (watched.room.player.block?.cues.length === 0) watched.pass(1);
    const half = (watched.room.player.block?.cues[0]?.at_s ?? 0) - watched.room.player.elapsed_s;
    expect(half).toBeGreaterThan(10);
    watched.pass(half - 1.5);
    watched.words.add(cue('Keep your steps light and your shoulders low'));
    watched.pass(1);
    expect(watched.said).toEqual([]);
    watched.pass(5);
    expect(watched.said).toHaveLength(1);
  });

  it('are refused while somebody is asked what they felt, and when too many wait', () => {
    const { room, words } = new Watched(new Room([step(0)]).start().pass(7));
    expect(['1', '2', '3', '4'].map((text) => words.add(cue(text)))).toEqual([true, true, true, false]);
    room.player.stopNow({ by: 'trainer' });
    expect(words.forget()).toHaveLength(3);
    expect(words.add(cue('Go on'))).toBe(false);
  });
});

describe('what a watcher changes', () => {
  it('is written down with who asked for it', () => {
    const room = new Room([step(0)]).start().pass(7);
    const { player } = room;
    player.pause({ by: 'trainer' });
    player.goOn();
    player.stopNow({ by: 'clinician' });
    expect(room.of('paused')[0]).toMatchObject({ by: 'trainer' });
    expect(room.of('stop_pressed')).toEqual([{ step: 0, by: 'clinician' }]);
    expect(player.stop?.screen).toBe('felt');
  });

  it('leaves out repetitions, and every set is still completed', () => {
    const room = new Room([step(0, { dose: { ...step(0).dose, sets: 2, reps: 5, rest_s: 10 } })]).start().pass(5 + 9 + 2);
    expect(room.player.lower(3, { by: 'trainer' })).toBe(true);
    expect(room.of('fewer_chosen')).toEqual([{ step: 0, reps: 3, by: 'trainer' }]);
    room.pass(200);
    expect(room.of('repetition_completed').map((one) => [one['set'], one['repetition']])).toEqual([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
    expect(room.of('set_completed')).toEqual([{ step: 0, set: 0 }, { step: 0, set: 1 }]);
    expect(room.of('step_completed')).toHaveLength(1);
  });

  it('finishes the repetition under way when fewer have been done already', () => {
    const room = new Room([step(0, { dose: { ...step(0).dose, reps: 6 } })]).start().pass(5 + 3 * 9 + 2);
    expect(room.player.lower(2, { by: 'trainer' })).toBe(true);
    room.pass(60);
    expect(room.of('repetition_completed')).toHaveLength(4);
    expect(room.of('set_completed')).toHaveLength(1);
  });

  it('holds after a pause, for both sides, and not for the next step', () => {
    const room = new Room([bothSides(0), bothSides(1)]).start().pass(7);
    const planned = room.player.step?.dose.reps ?? 0;
    room.player.lower(1, { by: 'trainer' });
    room.player.pause();
    room.player.goOn();
    room.pass(60);
    const first = room.of('repetition_completed').filter((one) => one['step'] === 0 && one['set'] === 0);
    expect(first.map((one) => [one['side'], one['repetition']])).toEqual([[0, 0], [1, 0]]);
    room.player.skip();
    expect(room.player.step?.dose.reps).toBe(planned);
  });

  it('still holds after a reload, and the next side or set is where it goes on', () => {
    const planned = bothSides(0);
    const goesOn = (place: object, reps: number): unknown[] => {
      const room = new Room([planned], record(place, { fewer_reps: reps })).start();
      expect(room.player.step?.dose.reps).toBe(reps);
      room.pass(120);
      return room.of('repetition_completed').filter((one) => one['set'] === 0).map((one) => [one['side'], one['repetition']]);
    };
    expect(goesOn({}, 1)).toEqual([[0, 0], [1, 0]]);
    expect(goesOn({ side: 0, repetition: 1 }, 1)).toEqual([[1, 0]]);
  });

  it('is never more than planned, nor nothing', () => {
    const room = new Room([step(0)]).start().pass(7);
    expect([0, -1, 2, 99].map((reps) => room.player.lower(reps, { by: 'trainer' }))).toEqual([false, false, false, false]);
    expect(room.of('fewer_chosen')).toEqual([]);
  });
});

describe('what is told', () => {
  it('is the pain and effort told last and what was seen in this step', () => {
    const noted = new Noted();
    noted.hear('step_started', { step: 0 });
    noted.hear('adjustment_seen', { step: 0, code: 'knees_in' });
    noted.hear('adjustment_seen', { step: 0, code: 'knees_in' });
    noted.hear('pain_reported', { pain: 3 });
    noted.hear('pain_reported', { pain: null });
    expect(noted.adjusted).toEqual([{ code: 'knees_in', count: 2 }]);
    expect(noted.pain).toBe(3);
    noted.hear('step_started', { step: 1 });
    expect(noted.adjusted).toEqual([]);
  });

  it('comes out of the wire as it went in', () => {
    const landmarks = Float32Array.from({ length: 132 }, (_, at) => Math.fround(at / 200));
    const frame = frameOf(encode({ t_ms: 1234, width: 640, height: 360, model: 'full', people: 1, landmarks }));
    expect(frame).toMatchObject({ t_s: 1.234, width: 640, height: 360, mirrored: false });
    expect([...(frame?.landmarks ?? [])]).toEqual([...landmarks]);
    expect(frameOf(new ArrayBuffer(3))).toBeNull();
    expect(frameOf(new ArrayBuffer(40))).toBeNull();
    const body = bodyOf(frame!);
    expect(Math.hypot(body![23]!.x + body![24]!.x, body![23]!.y + body![24]!.y)).toBeCloseTo(0, 5);
  });
});
