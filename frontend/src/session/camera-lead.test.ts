import { describe, expect, it } from 'vitest';
import type { CoachEvent } from '../coach/port';
import { ANSWER_S, MOVEMENT_PATIENCE_S, MOVEMENT_PATIENCE_TEMPOS } from './camera-lead';
import { bothSides, english, record, Room, step, walk, wayDown } from './fixture';
import { type ScriptPhase, type ScriptStep, START_POSITION } from './script';

/** Seconds of the fixture: get ready, one repetition. */
const READY_S = 5;
const TEMPO_S = 9;
const PATIENCE_S = Math.max(MOVEMENT_PATIENCE_S, MOVEMENT_PATIENCE_TEMPOS * TEMPO_S);
const entry = { held: false, view: 'side', cues: { too_fast: 'Slow down. Take about three seconds each way.' }, parts: { foot_high: 'foot.both', too_fast: '' } };
const coached = {
  exercises: { exercise_0: entry, exercise_1: entry },
  remedies: { wrong_view_side: 'Turn so that your side faces the camera.', out_of_picture: 'Move back.' },
};

/** A session with the camera on: the person is in place and seen, and says "ready". */
async function seen(steps: ScriptStep[] = [step(0)], from = record()): Promise<Room> {
  const room = new Room(steps, from, coached);
  room.lead.attach(room.coach);
  room.player.begin();
  room.pass(0.2);
  await room.settled();
  room.coach.opens();
  room.player.ready();
  return room;
}

const cue = (text: string, code = 'too_fast'): CoachEvent => ({ type: 'cue', t_s: 0, kind: 'adjust', code, text });
const fault = (severity: string, code = 'too_fast'): CoachEvent => ({
  type: 'fault', code, severity, from_s: 0, to_s: 1, value: 120, limit: 90, unit: 'deg_per_s', index: 1,
});
const number = (room: Room): number => room.player.block?.place.repetition ?? -1;

describe('counting with the camera', () => {
  it('counts a repetition when it is seen, and not when its time is over', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S + 3);
    expect(room.of('repetition_completed')).toEqual([]);
    room.coach.sees();
    expect(room.of('repetition_completed')).toEqual([
      { step: 0, set: 0, side: 0, repetition: 0, counted_by: 'camera', range_deg: 44.4, duration_s: 6 },
    ]);
    expect(number(room)).toBe(1);
  });

  it('goes on at once when somebody is quicker than the tempo', async () => {
    const room = await seen();
    room.pass(READY_S + 4);
    room.coach.sees();
    expect(number(room)).toBe(1);
    expect(room.player.block?.phase).toBe(0);
    expect(room.spoken.at(-1)).toBe('One more.');
  });

  it('shows the last number before what follows, and ends the step with what was seen', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S);
    room.coach.sees();
    room.pass(TEMPO_S);
    room.coach.sees();
    expect(room.player.block?.kind).toBe('words');
    expect(number(room)).toBe(2);
    expect(room.spoken.at(-1)).toBe('That was 2.');
    room.pass(4);
    expect(room.kinds().slice(-3)).toEqual(['repetition_completed', 'set_completed', 'step_completed']);
    expect(room.player.mode).toBe('asking');
  });

  it('leaves out movements in the pause, while getting ready and in a rest', async () => {
    const room = await seen([bothSides(0)]);
    room.pass(1);
    room.coach.sees('left');
    room.pass(READY_S);
    room.player.pause();
    room.coach.sees('left');
    expect(room.of('repetition_completed')).toEqual([]);
  });

  it('counts no partial movement', async () => {
    const room = await seen();
    room.pass(READY_S + 5);
    room.coach.says({ type: 'repetition', index: 0, side: 'both', start_s: 0, peak_s: 1, end_s: 2, range_deg: 9, complete: false, hold_s: 0 });
    expect(room.of('repetition_completed')).toEqual([]);
  });

  it('counts the wanted side only, and says calmly which one that is, not too often', async () => {
    const room = await seen([bothSides(0)]);
    room.pass(READY_S + 4);
    room.coach.sees('right');
    room.coach.sees('right');
    expect(room.captions).toEqual([english.lead_now_left]);
    expect(room.of('repetition_completed')).toEqual([]);
    room.coach.sees('left');
    expect(room.of('repetition_completed')).toHaveLength(1);
    room.pass(9);
    room.coach.sees('right');
    expect(room.spoken.filter((text) => text === english.lead_now_left).length + room.captions.length).toBe(2);
  });

  it('keeps the seconds that were held beside those that were led', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S + 1);
    room.coach.sees('both', { type: 'hold', side: 'both', start_s: 0, end_s: 2.6, hold_s: 2.6 });
    expect(room.of('hold_completed')).toEqual([{ step: 0, set: 0, side: 0, repetition: 0, hold_s: 3, seen_s: 2.6 }]);
    expect(room.kinds().indexOf('hold_completed')).toBeLessThan(room.kinds().indexOf('repetition_completed'));
  });

  it('leaves long holds to the timer and keeps what was seen of them', async () => {
    const phases = (step(0).phases as ScriptPhase[]).map((one) => (one.kind === 'hold' ? { ...one, duration_s: 20 } : one));
    const room = await seen([step(0, { phases })]);
    room.pass(READY_S + 1 + 2 + 20 + 1);
    expect(room.player.lead.counts).toBe(false);
    room.coach.sees('both', { type: 'hold', side: 'both', start_s: 0, end_s: 18, hold_s: 18 });
    expect(room.of('repetition_completed')).toEqual([]);
    room.pass(3);
    expect(room.of('hold_completed')).toEqual([{ step: 0, set: 0, side: 0, repetition: 0, hold_s: 20, seen_s: 18 }]);
    expect(room.of('repetition_completed')).toEqual([{ step: 0, set: 0, side: 0, repetition: 0 }]);
  });
});

describe('waiting', () => {
  it('waits quietly, offers once to go on by time, and then leads the set by the timer', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S + 1);
    const before = room.spoken.length;
    room.pass(PATIENCE_S - 2);
    expect(room.spoken).toHaveLength(before);
    room.pass(2);
    expect(room.spoken.slice(before)).toEqual([english.lead_take_your_time]);
    room.pass(ANSWER_S);
    expect(room.of('coaching_paused')).toEqual([{ step: 0, code: 'no_repetition' }]);
    expect(room.spoken.at(-1)).toBe(english.lead_set_by_time);
    expect(room.of('repetition_completed')).toEqual([]);
    room.pass(4 + READY_S + TEMPO_S);
    expect(room.of('repetition_completed')).toEqual([{ step: 0, set: 0, side: 0, repetition: 0 }]);
  });

  it('goes on by time at once when the person presses space', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S + PATIENCE_S + 1);
    expect(room.player.lead.offersTime).toBe(true);
    room.player.readyOrPause();
    expect(room.player.lead.counts).toBe(false);
    expect(room.player.mode).not.toBe('paused');
  });

  it('still counts what comes late', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S + PATIENCE_S + 2);
    room.coach.sees();
    expect(room.of('repetition_completed')).toHaveLength(1);
    expect(room.player.lead.offersTime).toBe(false);
    expect(room.of('coaching_paused')).toEqual([]);
  });

  it('begins the next set with the camera again', async () => {
    const dose = { sets: 2, reps: 1, hold_s: 3, rest_s: 20, minutes: 0, effort: null } as const;
    const room = await seen([step(0, { dose: { ...dose } })]);
    room.pass(READY_S + TEMPO_S + PATIENCE_S + ANSWER_S + 1);
    room.pass(4 + READY_S + TEMPO_S + 21);
    await room.settled();
    room.coach.opens();
    room.pass(6);
    expect(room.player.lead.counts).toBe(true);
    expect(room.of('coaching_resumed')).toEqual([{ step: 0 }]);
  });
});

describe('when the camera cannot see', () => {
  it('says once what helps, leads by time, and says when it counts again', async () => {
    const room = await seen([bothSides(0)]);
    room.pass(READY_S + 1);
    room.coach.closes('wrong_view', '');
    room.pass(2);
    expect(room.player.lead.counts).toBe(true);
    room.pass(2);
    expect(room.player.lead.counts).toBe(false);
    expect(room.of('coaching_paused')).toEqual([{ step: 0, code: 'wrong_view' }]);
    const quiet = room.spoken.join(' ');
    expect(quiet).not.toContain('Turn so');
    room.pass(TEMPO_S - 4);
    expect(room.spoken.at(-1)).toBe(`Turn so that your side faces the camera. ${english.lead_by_time_until}`);
    expect(room.of('repetition_completed')).toEqual([{ step: 0, set: 0, side: 0, repetition: 0 }]);
    room.pass(8);
    room.coach.opens();
    expect(room.of('coaching_resumed')).toEqual([{ step: 0 }]);
    room.coach.sees('left');
    expect(room.spoken.at(-1)).toBe(english.lead_counts_now);
  });

  it('thinks nothing of a moment without sight', async () => {
    const room = await seen();
    room.pass(READY_S + 2);
    room.coach.closes('unsteady', 'More light may help.');
    room.pass(1);
    room.coach.opens();
    room.pass(10);
    expect(room.of('coaching_paused')).toEqual([]);
    expect(room.player.lead.counts).toBe(true);
  });

  it('makes no words of a pause, of a rest or of hearing it again', async () => {
    const dose = { sets: 2, reps: 1, hold_s: 3, rest_s: 20, minutes: 0, effort: null };
    const room = await seen([step(0, { dose })]);
    const again = async (): Promise<void> => {
      room.pass(0.5);
      await room.settled();
      room.coach.opens();
    };
    room.pass(READY_S + 2);
    room.player.pause();
    room.pass(5);
    room.player.goOn();
    await again();
    room.pass(READY_S + TEMPO_S);
    room.coach.sees();
    room.pass(26);
    await again();
    room.player.tellAgain();
    room.player.ready();
    await again();
    room.pass(READY_S + 2);
    expect(room.player.lead.counts).toBe(true);
    expect(room.of('coaching_paused')).toEqual([]);
    expect(room.spoken.filter((text) => text.includes('time') || text.includes('camera'))).toEqual([]);
  });

  it('says the same remedy once in a step, however often the sight goes', async () => {
    const room = await seen([bothSides(0)]);
    room.pass(READY_S);
    for (let turn = 0; turn < 4; turn += 1) {
      room.coach.closes('out_of_picture', 'Move back.');
      room.pass(12);
      room.coach.opens();
      room.pass(3);
    }
    expect(room.spoken.filter((text) => text.includes('Move back.'))).toHaveLength(1);
  });

  it('tells the remedy before the start, once everything else has been said', async () => {
    const room = new Room([step(0)], record(), coached);
    room.lead.attach(room.coach);
    room.player.begin();
    room.pass(1);
    await room.settled();
    room.coach.closes('no_person', 'Please step into the picture.');
    room.pass(60);
    expect(room.player.block?.kind).toBe('ready');
    expect(room.spoken.filter((text) => text === 'Please step into the picture.')).toHaveLength(1);
  });

  it.each(['too_slow', 'no_camera', 'refused', 'broken'] as const)('goes on by time when it is %s, and says so once', async (state) => {
    const room = await seen([bothSides(0)]);
    room.pass(READY_S + 2);
    room.coach.becomes(state);
    room.pass(3 * TEMPO_S);
    expect(room.of('coaching_paused')).toEqual([{ step: 0, code: state }]);
    expect(room.spoken.filter((text) => text === english[`lead_${state}`])).toHaveLength(1);
    expect(room.of('repetition_completed').every((data) => data['counted_by'] === undefined)).toBe(true);
    expect(room.of('repetition_completed').length).toBeGreaterThan(1);
  });

  it('says before the start that the camera may not be used, and not again', async () => {
    const room = new Room([step(0)], record(), coached);
    room.lead.attach(room.coach);
    room.coach.becomes('refused');
    room.player.begin();
    room.pass(60);
    expect(room.spoken.at(-1)).toBe(english.lead_refused);
    room.player.ready();
    room.pass(READY_S + 2 * TEMPO_S);
    expect(room.spoken.filter((text) => text === english.lead_refused)).toHaveLength(1);
    expect(room.of('coaching_paused')).toEqual([{ step: 0, code: 'refused' }]);
  });

  it('leads by time while it is still starting', async () => {
    const room = new Room([bothSides(0)], record(), coached);
    room.coach.state = 'starting';
    room.lead.attach(room.coach);
    room.start().pass(READY_S + 8 + TEMPO_S);
    expect(room.spoken).toContain(english.lead_starting);
    expect(room.of('repetition_completed')).toEqual([{ step: 0, set: 0, side: 0, repetition: 0 }]);
    room.coach.becomes('watching');
    await room.settled();
    room.coach.opens();
    room.pass(1);
    expect(room.player.lead.counts).toBe(true);
  });

  it('goes on by time the moment it is turned off', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S + 2);
    room.lead.detach();
    expect(room.of('coaching_paused')).toEqual([{ step: 0, code: 'off' }]);
    room.pass(5 + READY_S + TEMPO_S);
    expect(room.of('repetition_completed')).toEqual([{ step: 0, set: 0, side: 0, repetition: 0 }]);
  });
});

describe('cues', () => {
  it('come in the pause between repetitions, one at a time, and the pause lasts as long as they do', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S);
    room.coach.sees('both', fault('correct'), cue('Slow down.'));
    expect(room.player.block?.kind).toBe('words');
    expect(room.spoken.at(-1)).toBe('Slow down. Take about three seconds each way.');
    expect(room.of('cue_given')).toEqual([{ step: 0, code: 'too_fast', kind: 'adjust' }]);
    expect(room.of('adjustment_seen')).toEqual([
      { step: 0, repetition: 0, code: 'too_fast', value: 120, limit: 90, unit: 'deg_per_s' },
    ]);
    room.pass(5);
    expect(room.player.block?.kind).toBe('phase');
  });

  it('show the part of the body that they are about while they are said, and no longer', async () => {
    const room = await seen();
    room.pass(READY_S + TEMPO_S);
    expect(room.player.lead.part).toBe('');
    room.coach.sees('both', fault('correct', 'foot_high'), cue('Put your feet down.', 'foot_high'));
    expect(room.spoken.at(-1)).toBe('Put your feet down.');
    expect(room.player.lead.part).toBe('foot.both');
    room.pass(10);
    expect(room.player.lead.part).toBe('');
    room.coach.sees('both', fault('correct'), cue('Slow down.'));
    expect(room.player.lead.part).toBe('');
  });

  it('that say stop are said at once', async () => {
    const room = await seen();
    room.pass(READY_S + 4);
    room.coach.says(fault('stop', 'trunk_twist'), cue('Put your foot down.', 'trunk_twist'));
    expect(room.spoken.at(-1)).toBe('Put your foot down.');
    expect(room.of('cue_given')).toHaveLength(1);
  });

  it('are not given for the other side, nor when they come late', async () => {
    const room = await seen([bothSides(0)]);
    room.pass(READY_S + 4);
    room.coach.sees('right', fault('correct'), cue('Slow down.'));
    room.pass(TEMPO_S + 20);
    room.coach.sees('left');
    expect(room.of('cue_given')).toEqual([]);
    expect(room.of('adjustment_seen')).toEqual([]);
  });

  it('and adjustments belong to what was asked for, not to one more', async () => {
    const room = await seen();
    room.pass(READY_S);
    room.coach.sees();
    room.pass(1);
    room.coach.sees();
    expect(room.player.block?.kind).toBe('words');
    room.coach.sees('both', fault('correct'));
    expect(room.of('repetition_completed')).toHaveLength(2);
    expect(room.of('adjustment_seen')).toEqual([]);
  });

  it('reach a long hold while it lasts', async () => {
    const phases = (step(0).phases as ScriptPhase[]).map((one) => (one.kind === 'hold' ? { ...one, duration_s: 30 } : one));
    const room = await seen([step(0, { phases })]);
    room.pass(READY_S + 1 + 2 + 4);
    room.coach.says(fault('correct'), cue('Press your heel away.', 'heel_away'));
    room.pass(1);
    expect(room.player.block?.kind).toBe('hold');
    expect(room.spoken.at(-1)).toBe('Press your heel away.');
  });
});

describe('what is watched', () => {
  it('is the exercise from its set-up to its end, and nobody in pauses, rests and ways', async () => {
    const room = new Room([wayDown(0), bothSides(1)], record(), coached);
    room.lead.attach(room.coach);
    room.start().pass(20);
    room.player.ready();
    expect(room.coach.calls).toEqual([]);
    room.pass(1);
    await room.settled();
    room.coach.opens();
    room.player.ready();
    room.pass(READY_S + 1);
    room.player.pause();
    room.pass(1);
    expect(room.coach.calls).toEqual(['watch exercise_1 auto', 'expect true', 'rest', 'expect false']);
  });

  it('is nothing in an activity, nor in an exercise that a camera cannot see', () => {
    const room = new Room([walk(0)], record(), coached);
    room.lead.attach(room.coach);
    room.start().pass(30);
    expect(room.coach.calls).toEqual([]);
  });
});

describe('somebody who leaves the picture', () => {
  it('is asked whether they are all right, and goes on from the same repetition after a yes', async () => {
    const room = await seen();
    room.pass(READY_S + 4);
    room.coach.leaves();
    expect(room.player.mode).toBe('asking');
    expect(room.player.question?.kind).toBe('all_right');
    expect(room.spoken.at(-1)).toBe(english.all_right_ask);
    room.pass(10);
    expect(room.of('repetition_completed')).toEqual([]);
    room.player.answer('yes');
    expect(room.of('answered_all_right')).toEqual([{ step: 0, answer: 'yes' }]);
    expect(room.player.mode).toBe('get_ready');
    expect(number(room)).toBe(0);
  });

  it('is asked again aloud, and after a minute without an answer the number is shown', async () => {
    const room = await seen();
    room.pass(READY_S + 4);
    room.coach.leaves();
    room.pass(59);
    expect(room.spoken.filter((text) => text === english.all_right_ask)).toHaveLength(3);
    expect(room.player.question?.kind).toBe('all_right');
    room.pass(2);
    expect(room.player.question).toEqual({ kind: 'no_answer', half: false, asked: false });
    expect(room.of('answered_all_right')).toEqual([{ step: 0, answer: 'none' }]);
    room.pass(600);
    expect(room.of('answered_all_right')).toHaveLength(1);
    room.player.answer('yes');
    expect(room.of('answered_all_right').at(-1)).toEqual({ step: 0, answer: 'yes' });
    expect(room.player.mode).toBe('get_ready');
  });

  it('sees the number at once after asking for help, and can still say what was felt', async () => {
    const room = await seen();
    room.pass(READY_S + 4);
    room.coach.leaves();
    room.player.answer('help');
    expect(room.player.question).toEqual({ kind: 'no_answer', half: false, asked: true });
    room.player.stopNow();
    expect(room.player.stop?.screen).toBe('felt');
    room.player.answerStop('break');
    room.player.choose('go_on');
    expect(room.player.question).toBeNull();
    expect(room.player.mode).toBe('get_ready');
  });

  it('is not asked in a rest, in a pause or while getting ready', async () => {
    const room = await seen();
    room.pass(2);
    room.coach.leaves();
    room.player.pause();
    room.pass(1);
    room.coach.leaves();
    expect(room.of('asked_all_right')).toEqual([]);
  });

  it('is asked again after a reload', () => {
    const room = new Room([step(0)], record(START_POSITION, { status: 'paused', all_right_unanswered: true }));
    room.player.begin();
    expect(room.player.question?.kind).toBe('all_right');
    room.player.answer('yes');
    expect(room.player.mode).toBe('preparing');
  });
});

describe('without a camera', () => {
  it('a session leaves exactly the events it always left', () => {
    const steps = [step(0), bothSides(1)];
    const plain = new Room(steps);
    const able = new Room(steps, record(), coached);
    for (const room of [plain, able]) {
      room.start();
      for (let turn = 0; turn < 80; turn += 1) {
        room.pass(5);
        room.player.answer('same');
        room.player.ready();
      }
    }
    expect(able.events).toEqual(plain.events);
    expect(able.spoken).toEqual(plain.spoken);
    expect(plain.events.some(({ data }) => 'counted_by' in data || 'seen_s' in data)).toBe(false);
  });
});

describe('whatever the camera and the person do', () => {
  /** The same numbers from 0 to 1 for the same seed, on every machine. */
  function dice(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state * 1664525 + 1013904223) % 4294967296;
      return state / 4294967296;
    };
  }

  const dose = { sets: 2, reps: 2, hold_s: 3, rest_s: 20, minutes: 0, effort: null } as const;
  const both = (index: number, alternate: boolean): ScriptStep =>
    step(index, { sides: ['left', 'right'], alternate, dose: { ...dose }, easier: step(index, { dose: { ...dose } }) });

  it.each(Array.from({ length: 40 }, (_, seed) => seed))('no repetition is counted twice or seen that was not (%i)', async (seed) => {
    const next = dice(seed);
    const room = new Room([step(0), wayDown(1), both(2, seed % 2 === 0)], record(), {
      exercises: { exercise_0: entry, exercise_2: entry },
      remedies: {},
    });
    const { player, coach } = room;
    room.lead.attach(coach);
    player.begin();
    let shown = 0;
    const seesOne = (): void =>
      coach.sees(['both', 'left', 'right', 'unknown'][Math.floor(next() * 4)] ?? 'both', fault('correct'), cue('Slow down.'));
    const acts: (() => void)[] = [
      ...Array.from({ length: 6 }, () => seesOne),
      () => coach.sees('left', { type: 'hold', side: 'left', start_s: 0, end_s: 3, hold_s: 3 }),
      ...Array.from({ length: 5 }, () => () => coach.opens()),
      () => coach.closes('wrong_view', 'Turn.'),
      () => coach.leaves(),
      () => coach.becomes(next() < 0.9 ? 'watching' : 'too_slow'),
      () => player.readyOrPause(),
      () => player.ready(),
      () => player.answer(next() < 0.8 ? 'yes' : 'help'),
      () => player.answer('same'),
      () => player.tellAgain(),
      () => next() < 0.1 && player.ease(),
      () => {
        player.stopNow();
        player.answerStop('break');
        player.choose('go_on');
      },
      () => (next() < 0.1 ? room.lead.detach() : room.lead.attach(coach)),
    ];
    for (let turn = 0; turn < 400 && player.mode !== 'finished'; turn += 1) {
      const act = next() < 0.55 ? () => room.pass(1 + Math.floor(next() * 12)) : acts[Math.floor(next() * acts.length)];
      if (act === seesOne || act === acts[6]) shown += 1;
      act?.();
      await room.settled();
      if (turn % 3 === 0) player.ready();
    }
    const easier = room.kinds().indexOf('easier_chosen');
    const done = room.events.slice(easier + 1).filter((event) => event.kind === 'repetition_completed').map((event) => event.data);
    const places = done.map((data) => [data['step'], data['set'], data['side'], data['repetition']].join(' '));
    expect(new Set(places).size).toBe(places.length);
    expect(room.of('repetition_completed').filter((data) => data['counted_by'] === 'camera').length).toBeLessThanOrEqual(shown);
    const open = room.events.filter(({ kind }) => kind === 'coaching_paused' || kind === 'coaching_resumed').map(({ kind }) => kind);
    expect(open.some((kind, at) => kind === 'coaching_resumed' && (at === 0 || open[at - 1] === 'coaching_resumed'))).toBe(false);
  });
});
