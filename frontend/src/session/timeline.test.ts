import { describe, expect, it } from 'vitest';
import { bothSides, step, walk, wayDown } from './fixture';
import english from '../../../src/steadyback/web/session_texts.json';
import { texts } from './texts';
import { type Block, doseWords, type Place, preparation, shortWords, speakingSeconds, work } from './timeline';

const pace = { say: texts(english), rate: 1 };
const first: Place = { set: 0, side: 0, repetition: 0, segment: 0 };
const seconds = (blocks: Block[]): number => blocks.reduce((sum, block) => sum + block.duration_s, 0);
const moves = (blocks: Block[]): Block[] => blocks.filter((block) => block.kind === 'phase' || block.kind === 'hold');
const ended = (blocks: Block[]) => blocks.flatMap((block) => block.ends);

describe('a repetition exercise', () => {
  it('keeps the tempo of the script to the second', () => {
    const blocks = moves(work(step(0), first, 0, pace));
    expect(blocks.map((block) => block.duration_s)).toEqual([1, 2, 3, 3, 1, 2, 3, 3]);
  });

  it('counts in for five seconds', () => {
    expect(work(step(0), first, 0, pace)[0]).toMatchObject({ kind: 'count_in', duration_s: 5 });
  });

  it('gives both sides the same work and the same time', () => {
    const blocks = moves(work(bothSides(0), first, 0, pace));
    const left = blocks.filter((block) => block.place.side === 0);
    const right = blocks.filter((block) => block.place.side === 1);
    expect(left.length).toBe(right.length);
    expect(seconds(left)).toBe(seconds(right));
  });

  it('says the side when it changes, and never changes to the same one', () => {
    const blocks = work(bothSides(0), first, 0, pace);
    const switches = blocks.filter((block) => block.starts.some((draft) => draft.kind === 'side_switched'));
    expect(switches.map((block) => block.say)).toEqual(Array(2).fill('Switch sides. Right leg now.'));
  });

  it('announces the last repetition of every side of every set, and no other', () => {
    const blocks = work(bothSides(0), first, 0, pace).filter((block) => block.say.includes('One more.'));
    expect(blocks.map(({ place }) => [place.set, place.side, place.repetition])).toEqual([
      [0, 0, 2],
      [0, 1, 2],
      [1, 0, 2],
      [1, 1, 2],
    ]);
  });

  it('does not announce a single repetition', () => {
    const once = step(0, { dose: { ...step(0).dose, reps: 1 } });
    expect(work(once, first, 0, pace).some((block) => block.say.includes('One more.'))).toBe(false);
  });

  it('takes turns when the sides alternate', () => {
    const turns = { ...bothSides(0), alternate: true };
    const done = ended(work(turns, first, 0, pace)).filter((draft) => draft.kind === 'repetition_completed');
    expect(done.slice(0, 4).map(({ data }) => [data['repetition'], data['side']])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  it('records every repetition and every hold once, and each set', () => {
    const drafts = ended(work(bothSides(0), first, 0, pace));
    const count = (kind: string): number => drafts.filter((draft) => draft.kind === kind).length;
    expect([count('repetition_completed'), count('hold_completed'), count('set_completed')]).toEqual([12, 12, 2]);
  });

  it('rests between sets and not after the last', () => {
    const rests = work(bothSides(0), first, 0, pace).filter((block) => block.kind === 'rest');
    expect(rests.map((block) => block.duration_s)).toEqual([20]);
  });

  it.each([
    [{ set: 0, side: 0, repetition: 0 }, 12],
    [{ set: 0, side: 1, repetition: 2 }, 7],
    [{ set: 1, side: 0, repetition: 1 }, 5],
    [{ set: 1, side: 1, repetition: 2 }, 1],
  ])('goes on from %o with what is left to do', (place, left) => {
    const drafts = ended(work(bothSides(0), { ...place, segment: 0 }, 0, pace));
    expect(drafts.filter((draft) => draft.kind === 'repetition_completed')).toHaveLength(left);
  });

  it('goes on from any place when the sides alternate', () => {
    const turns = { ...bothSides(0), alternate: true };
    const drafts = ended(work(turns, { set: 1, side: 1, repetition: 1, segment: 0 }, 0, pace));
    expect(drafts.filter((draft) => draft.kind === 'repetition_completed')).toHaveLength(3);
  });
});

describe('what is said', () => {
  it('ends before the next movement begins, or leaves the words to the captions', () => {
    for (const block of moves(work(bothSides(0), first, 0, pace))) {
      if (!block.say.startsWith('One more.')) expect(speakingSeconds(block.say, 1)).toBeLessThan(block.duration_s + 1.3);
    }
  });

  it('is breath and movement', () => {
    const lift = { id: 'lift', kind: 'concentric', duration_s: 2, breathing: 'exhale', say: '', angles: {} };
    expect(shortWords(lift, pace.say)).toBe('Breathe out … and lift.');
    expect(shortWords({ ...lift, kind: 'hold' }, pace.say)).toBe('Hold.');
  });

  it('takes longer with a slow voice', () => {
    expect(speakingSeconds('one two three four', 0.8)).toBeGreaterThan(speakingSeconds('one two three four', 1));
  });

  it('explains name, set-up and movement, then waits for the person', () => {
    const blocks = preparation(step(0), first, pace);
    expect(blocks.map((block) => block.say)).toEqual([
      'Exercise 0.',
      'Lie on your back.',
      'start.',
      'lift.',
      'hold.',
      'lower.',
      '2 times.',
      'Tell me when you are ready.',
    ]);
    expect(blocks.at(-1)?.duration_s).toBe(Infinity);
  });

  it('says how much is to come', () => {
    expect(doseWords(bothSides(0), pace.say)).toBe('2 sets, 3 times each, on each side');
    expect(doseWords(walk(0), pace.say)).toBe('6 minutes. Aim for effort 3 to 4 out of 10.');
  });

  it('ends no sentence twice', () => {
    const said = preparation(walk(0), first, pace).map((block) => block.say);
    expect(said.filter((text) => text.endsWith('..'))).toEqual([]);
    expect(said).toContain('6 minutes. Aim for effort 3 to 4 out of 10.');
  });

  it('says the side of every repetition when the sides take turns', () => {
    const said = work({ ...bothSides(0), alternate: true }, first, 0, pace).map((block) => block.say);
    expect(said.filter((text) => /^(One more on each side\. )?(Left|Right)\./.test(text))).toHaveLength(12);
  });

  it('tells when half of a long hold is over', () => {
    const long = step(0).phases.map((phase) => (phase.kind === 'hold' ? { ...phase, duration_s: 20 } : phase));
    const cues = work(step(0, { phases: long }), first, 0, pace).flatMap((block) => block.cues);
    expect(cues).toEqual(Array(2).fill({ at_s: 10, say: 'Half way.' }));
  });

  it('says which side comes first', () => {
    expect(preparation(bothSides(0), first, pace).map((block) => block.say)).toContain('Left side first.');
  });
});

describe('an activity', () => {
  it('lasts as long as the script says', () => {
    expect(seconds(work(walk(0), first, 0, pace))).toBe(360);
  });

  it('asks for effort at half time of the longest part', () => {
    const cues = work(walk(0), first, 0, pace).flatMap((block) => block.cues.map((cue) => [block.place.segment, cue.at_s, cue.ask]));
    expect(cues).toEqual([[1, 120, 'half_time']]);
  });

  it('goes on in the middle of a part, and does not ask again for a half that is over', () => {
    const blocks = work(walk(0), { ...first, segment: 1 }, 200, pace);
    expect(blocks[0]).toMatchObject({ duration_s: 40, from_s: 200, cues: [] });
    expect(seconds(blocks)).toBe(100);
  });
});

describe('the way down', () => {
  it('gives every line its own time on top of its words, and waits at the end', () => {
    const blocks = work(wayDown(0), first, 0, pace);
    expect(blocks.map((block) => block.kind)).toEqual(['line', 'line', 'ready']);
    expect(blocks[1]?.duration_s).toBeGreaterThan(6);
  });
});
