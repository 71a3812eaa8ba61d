import { describe, expect, it } from 'vitest';
import { bothSides, record, Room, step, walk, wayDown } from './fixture';
import { type ScriptPhase, STOP_ANSWERS } from './script';

describe('the way through a session', () => {
  it('waits for the person before any work', () => {
    const room = new Room([step(0)]);
    room.player.begin();
    room.pass(120);
    expect(room.player.mode).toBe('preparing');
    expect(room.of('repetition_completed')).toEqual([]);
  });

  it('leads a whole exercise and records it in order', () => {
    const room = new Room([step(0)]).start().pass(5 + 2 * 9 + 1);
    expect(room.player.mode).toBe('asking');
    expect(room.kinds()).toEqual([
      'session_opened',
      'step_started',
      'hold_completed',
      'repetition_completed',
      'hold_completed',
      'repetition_completed',
      'set_completed',
      'step_completed',
    ]);
  });

  it('ends with the pain now and one end of the session', () => {
    const room = new Room([step(0)]).start().pass(24);
    room.player.answer('same');
    expect(room.player.question?.kind).toBe('end_pain');
    room.player.answer(1);
    expect(room.of('session_ended')).toEqual([{ how: 'finished' }]);
    expect(room.player.mode).toBe('finished');
  });

  it('rings at the end of a long hold and ticks the last three seconds before work', () => {
    const room = new Room([step(0)]).start().pass(5);
    expect(room.tones.filter((tone) => tone === 'tick')).toHaveLength(3);
    room.pass(1 + 2 + 3.2);
    expect(room.tones).not.toContain('bell');
    const stretch = (step(0).phases as ScriptPhase[]).map((one) => (one.kind === 'hold' ? { ...one, duration_s: 20 } : one));
    expect(new Room([step(0, { phases: stretch })]).start().pass(5 + 1 + 2 + 20.2).tones).toContain('bell');
  });

  it('shortens a rest when the person says so, and only a rest', () => {
    const room = new Room([bothSides(0)], record({ side: 1, repetition: 2 })).start();
    room.player.shortenRest();
    expect(room.of('rest_shortened')).toEqual([]);
    room.pass(5 + 9 + 1);
    expect(room.player.mode).toBe('resting');
    room.player.shortenRest();
    expect(room.of('rest_shortened')).toEqual([{ step: 0, set: 0 }]);
    expect(room.player.mode).toBe('get_ready');
  });

  it('counts neither pauses nor stops as time in the session', () => {
    const room = new Room([walk(0)]).start().pass(10);
    room.player.pause();
    room.pass(300);
    room.player.goOn();
    room.pass(5);
    room.player.pause();
    expect(room.events.at(-1)?.media_s).toBeCloseTo(15, 0);
  });

  it('repeats the repetition that a pause interrupted', () => {
    const room = new Room([step(0)]).start().pass(5 + 9 + 4);
    room.player.pause();
    room.player.goOn();
    expect(room.player.block?.place.repetition).toBe(1);
    room.pass(5 + 9 + 1);
    expect(room.of('repetition_completed')).toHaveLength(2);
  });

  it('tells it again without losing the place', () => {
    const room = new Room([step(0)]).start().pass(5 + 9 + 4);
    room.player.tellAgain();
    expect(room.player.mode).toBe('preparing');
    room.player.ready();
    expect(room.player.block?.place.repetition).toBe(1);
  });

  it('goes down line by line and waits to hear that the person is down', () => {
    const room = new Room([wayDown(0), step(1)]);
    room.player.begin();
    room.pass(60);
    expect(room.player.stepIndex).toBe(0);
    room.player.ready();
    expect(room.player.stepIndex).toBe(1);
  });
});

describe('carrying on', () => {
  const places = [0, 1].flatMap((set) => [0, 1].flatMap((side) => [0, 1, 2].map((repetition) => ({ set, side, repetition }))));

  it.each(places)('goes on at %o', (place) => {
    const room = new Room([step(0), bothSides(1)], record({ step: 1, ...place })).start();
    expect(room.player.block?.place).toMatchObject(place);
    room.pass(15);
    expect(room.of('repetition_completed')[0]).toMatchObject({ step: 1, ...place });
  });

  it('goes on in the middle of an activity', () => {
    const room = new Room([walk(0)], record({ segment: 1, segment_elapsed_s: 100 })).start();
    expect(room.player.block).toMatchObject({ from_s: 100, duration_s: 140 });
  });

  it('keeps where an activity stands, now and then', () => {
    const room = new Room([walk(0)]).start().pass(46);
    expect(room.of('segment_progressed').map((data) => Math.round(Number(data['elapsed_s'])))).toEqual([15, 30, 45]);
  });

  it('asks again what was felt when a stop had no answer', () => {
    const room = new Room([step(0)], record({}, { status: 'stopped_to_ask' }));
    room.player.begin();
    expect(room.player.stop).toEqual({ screen: 'felt' });
    room.player.answerStop('break');
    room.player.choose('go_on');
    expect(room.player.mode).toBe('preparing');
  });

  it('uses the easier version that was chosen before', () => {
    const easier = step(0, { name: 'Easier' });
    const room = new Room([step(0, { easier })], record({}, { using_easier: [0] }));
    expect(room.player.step?.name).toBe('Easier');
  });

  it('pauses by itself when the page was asleep during an exercise', () => {
    const room = new Room([step(0)]).start().pass(7);
    room.clock.jump(120_000);
    room.player.tick();
    expect([room.player.mode, room.player.asleep]).toEqual(['paused', true]);
    expect(room.of('repetition_completed')).toEqual([]);
  });

  it.each([
    ['yes', 130],
    ['no', 10],
  ])('asks whether the person kept moving while the page was away: %s', (answer, from_s) => {
    const room = new Room([walk(0)], record({ segment: 1 })).start().pass(10);
    room.clock.jump(120_000);
    room.player.tick();
    expect(room.player.question?.kind).toBe('away');
    room.player.answer(answer);
    expect(room.player.block?.from_s).toBeCloseTo(from_s, 0);
  });
});

/** Rooms in every state in which somebody moves or is asked. */
const STATES: Record<string, () => Room> = {
  preparing: () => {
    const room = new Room([step(0), step(1)]);
    room.player.begin();
    return room;
  },
  get_ready: () => new Room([step(0), step(1)]).start().pass(2),
  moving: () => new Room([step(0), step(1)]).start().pass(6.5),
  holding: () => new Room([step(0), step(1)]).start().pass(9),
  resting: () => new Room([bothSides(0), step(1)], record({ side: 1, repetition: 2 })).start().pass(16),
  paused: () => {
    const room = new Room([step(0), step(1)]).start().pass(6);
    room.player.pause();
    return room;
  },
  asking: () => new Room([step(0), step(1)]).start().pass(24),
};

describe('STOP', () => {
  it.each(Object.keys(STATES))('halts at once while %s, and asks what was felt', (state) => {
    const room = STATES[state]?.() as Room;
    expect(room.player.mode).toBe(state);
    const done = room.of('repetition_completed').length;
    room.player.stopNow();
    expect(room.player.mode).toBe('stopped');
    expect(room.player.stop).toEqual({ screen: 'felt' });
    expect(room.kinds().at(-1)).toBe('stop_pressed');
    const said = room.spoken.length;
    const sounded = room.tones.length;
    room.pass(60);
    expect([room.spoken.length, room.tones.length]).toEqual([said, sounded]);
    expect(room.of('repetition_completed')).toHaveLength(done);
  });

  it.each(Object.keys(STATES))('goes on after a break from %s', (state) => {
    const room = STATES[state]?.() as Room;
    room.player.stopNow();
    room.player.answerStop('break');
    room.player.choose('go_on');
    expect(['preparing', 'get_ready', 'resting', 'asking']).toContain(room.player.mode);
    expect(room.player.stepIndex).toBe(0);
  });

  it('hushes what is being said', () => {
    const room = STATES['moving']?.() as Room;
    const before = room.hushes;
    room.player.stopNow();
    expect(room.hushes).toBeGreaterThan(before);
  });

  it('is recorded once, however often it is pressed', () => {
    const room = STATES['moving']?.() as Room;
    room.player.stopNow();
    room.player.stopNow();
    expect(room.of('stop_pressed')).toHaveLength(1);
  });

  it.each([
    ['break', 'stopped', null],
    ['cramp', 'stopped', null],
    ['sharp_or_spreading', 'stopped', null],
    ['numb_or_weak', 'finished', 'STOP_TRIAGE'],
    ['chest_faint_breathless', 'finished', 'EMERGENCY'],
    ['fell', 'finished', 'END_SESSION'],
    ['pregnancy_or_bulge', 'finished', 'END_SESSION'],
  ] as const)('"%s" leads where the table says', (answer, mode, outcome) => {
    const room = STATES['moving']?.() as Room;
    room.player.stopNow();
    room.player.answerStop(answer);
    expect([room.player.mode, room.player.ending?.outcome ?? null]).toEqual([mode, outcome]);
    expect(room.of('stop_answered')).toEqual([{ step: 0, answer }]);
    // The server ends the session by the same table: the page sends no end of its own.
    expect(room.of('session_ended')).toEqual([]);
  });

  it('knows an answer for each button', () => {
    for (const answer of STOP_ANSWERS) {
      const room = STATES['moving']?.() as Room;
      room.player.stopNow();
      room.player.answerStop(answer);
      expect(room.player.stop?.screen === 'felt').toBe(false);
    }
  });

  it.each([
    [2, 'CONTINUE'],
    [3, 'REDUCE'],
    [4, 'STOP_EXERCISE'],
    [10, 'STOP_EXERCISE'],
  ])('more pain at %i is decided by the table: %s', (pain, outcome) => {
    const room = STATES['moving']?.() as Room;
    room.player.stopNow();
    room.player.answerStop('more_pain');
    expect(room.player.stop).toEqual({ screen: 'pain' });
    room.player.answerStopPain(pain);
    expect(room.of('pain_reported')).toEqual([{ step: 0, pain, when: 'stop' }]);
    expect(room.player.stop).toMatchObject({ screen: 'decision', decision: { outcome } });
  });

  it('offers an easier version after too much pain, but not after sharp pain', () => {
    const easier = step(0, { name: 'Easier' });
    const stopped = (how: (room: Room) => void) => {
      const room = new Room([step(0, { easier }), step(1)]).start().pass(7);
      room.player.stopNow();
      how(room);
      return room.player.stop?.screen === 'decision' ? room.player.stop.choices : [];
    };
    const tooMuch = stopped((room) => {
      room.player.answerStop('more_pain');
      room.player.answerStopPain(5);
    });
    expect(tooMuch).toContain('easier');
    expect(stopped((room) => room.player.answerStop('sharp_or_spreading'))).not.toContain('easier');
  });

  it('does the easier version from its beginning', () => {
    const easier = step(0, { name: 'Easier', exercise_id: 'easier' });
    const room = new Room([step(0, { easier }), step(1)]).start().pass(16);
    room.player.ease();
    expect(room.player.step?.name).toBe('Easier');
    expect(room.player.block?.place).toMatchObject({ set: 0, repetition: 0 });
    expect(room.player.canEase).toBe(false);
  });

  it('ends the session with the second stopped exercise (M-04)', () => {
    const room = new Room([step(0), step(1), step(2)]).start().pass(7);
    room.player.stopNow();
    room.player.answerStop('sharp_or_spreading');
    room.player.choose('next_exercise');
    room.player.ready();
    room.pass(7);
    room.player.stopNow();
    room.player.answerStop('sharp_or_spreading');
    expect(room.player.ending).toMatchObject({ outcome: 'END_SESSION' });
    expect(room.player.endReasons.map((reason) => reason.rule)).toEqual(['M-03', 'M-04']);
  });

  it('remembers stops from before a reload', () => {
    const room = new Room([step(0), step(1)], record({ step: 1 }, { stops: 1 })).start().pass(7);
    room.player.stopNow();
    room.player.answerStop('sharp_or_spreading');
    expect(room.player.mode).toBe('finished');
  });

  it('does fewer repetitions after "half the movement"', () => {
    const eight = { ...step(0).dose, reps: 8 };
    const room = new Room([step(0, { dose: eight }), step(1)]).start().pass(7);
    room.player.stopNow();
    room.player.answerStop('more_pain');
    room.player.answerStopPain(3);
    room.player.choose('smaller');
    room.pass(5 + 4 * 9 + 1);
    expect(room.of('repetition_completed')).toHaveLength(4);
    expect(room.player.mode).toBe('asking');
  });

  it('takes the most serious decision when a table lacks the answer (P14)', () => {
    const room = STATES['moving']?.() as Room;
    delete room.player.script.stop_table['cramp'];
    room.player.stopNow();
    room.player.answerStop('cramp');
    expect(room.player.ending?.outcome).toBe('EMERGENCY');
  });
});

describe('questions', () => {
  it('asks for a number only when the pain is more', () => {
    const room = STATES['asking']?.() as Room;
    room.player.answer('more');
    expect(room.player.question?.kind).toBe('pain');
    room.player.answer(4);
    expect(room.of('pain_reported')).toEqual([{ step: 0, pain: 4, when: 'step' }]);
    expect(room.player.stop).toMatchObject({ decision: { outcome: 'STOP_EXERCISE' } });
  });

  it('records "the same or less" without a number', () => {
    const room = STATES['asking']?.() as Room;
    room.player.answer('same');
    expect(room.of('pain_reported')).toEqual([{ step: 0, pain: null, when: 'step' }]);
  });

  it('asks for effort and repetitions left only where the script says so', () => {
    const room = new Room([step(0, { asks: ['pain', 'effort', 'reps_left'] }), step(1)]).start().pass(24);
    const asked = ['same', 5, 2].map((value) => {
      const kind = room.player.question?.kind;
      room.player.answer(value);
      return kind;
    });
    expect(asked).toEqual(['after_pain', 'effort', 'reps_left']);
    expect(room.player.stepIndex).toBe(1);
  });

  it('asks a question again that a stop interrupted', () => {
    const room = STATES['asking']?.() as Room;
    room.player.stopNow();
    room.player.answerStop('break');
    room.player.choose('go_on');
    expect(room.player.question?.kind).toBe('after_pain');
  });

  it('asks effort and talk test at half time beside the activity, which goes on', () => {
    const room = new Room([walk(0)]).start().pass(60 + 121);
    expect([room.player.mode, room.player.prompt?.kind]).toEqual(['moving', 'effort']);
    room.player.answer(4);
    expect(room.player.prompt?.kind).toBe('talk_test');
    room.player.answer('words');
    expect(room.spoken.at(-1)).toContain('Ease off');
    expect(room.player.prompt).toBeNull();
    expect(room.player.mode).toBe('moving');
  });
});

describe('the server', () => {
  it('has the last word when it is more serious', () => {
    const room = STATES['moving']?.() as Room;
    room.player.serverEnded({ outcome: 'EMERGENCY', advice: 'emergency.A10', next_url: '/back/' });
    expect(room.player.ending).toMatchObject({ outcome: 'EMERGENCY', next_url: '/back/' });
    expect(room.player.mode).toBe('finished');
  });

  it('does not make an emergency milder', () => {
    const room = STATES['moving']?.() as Room;
    room.player.stopNow();
    room.player.answerStop('chest_faint_breathless');
    room.player.serverEnded({ outcome: 'END_SESSION', advice: '', next_url: '/done/' });
    expect(room.player.ending).toMatchObject({ outcome: 'EMERGENCY', next_url: '/done/' });
  });
});
