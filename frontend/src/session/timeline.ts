/**
 * From one step of the script to timed blocks. Pure: the same step, place and words always give the same blocks.
 *
 * Order in a step: set, then side, then repetition; with `alternate` the sides take turns within each repetition.
 */
import type { EventData, EventKind, ScriptPhase, ScriptStep, SessionPosition } from './script';
import type { Say } from './texts';

export type BlockKind = 'line' | 'ready' | 'count_in' | 'phase' | 'hold' | 'rest' | 'segment' | 'words';

export interface Place {
  set: number;
  side: number;
  repetition: number;
  segment: number;
}

export interface Draft {
  kind: EventKind;
  data: EventData;
}

/** Something to say or ask inside a block, `at_s` seconds after its start. */
export interface Cue {
  at_s: number;
  say: string;
  ask?: 'half_time';
}

export interface Block {
  kind: BlockKind;
  /** Infinity waits for the person. */
  duration_s: number;
  say: string;
  caption: string;
  breathing: string;
  /** Index into step.phases for the figure, or -1; in a transition the index of its line. */
  phase: number;
  place: Place;
  /** Seconds into its segment at which the block begins (after a resume). */
  from_s: number;
  starts: Draft[];
  ends: Draft[];
  cues: Cue[];
}

export interface Pace {
  say: Say;
  /** 1 is normal speech. */
  rate: number;
}

const COUNT_IN_S = 5;
const SWITCH_S = 8;
const LONG_HOLD_S = 15;
const WORDS_PER_SECOND = 2.4;

/** Seconds that a sentence takes to say, a little generous. */
export function speakingSeconds(text: string, rate: number): number {
  const words = text.split(/\s+/).filter(Boolean).length;
  return words === 0 ? 0 : words / (WORDS_PER_SECOND * rate) + 0.6;
}

/** What is said and shown before a step is done; ends with waiting for "ready". */
export function preparation(step: ScriptStep, from: Place, pace: Pace): Block[] {
  const sentences: [string, number][] = [
    [`${stepName(step, pace.say)}.`, -1],
    ...step.lines.map((line): [string, number] => [line, -1]),
    ...step.cautions.map((line): [string, number] => [line, -1]),
    ...step.phases.map((phase, index): [string, number] => [phase.say, index]),
  ];
  const dose = doseWords(step, pace.say);
  if (dose !== '') sentences.push([dose.endsWith('.') ? dose : `${dose}.`, -1]);
  if (sideWord(step, from.side) !== '' && step.sides.length > 1) {
    sentences.push([pace.say(`first_${step.sides[from.side]}`), -1]);
  }
  const blocks = sentences
    .filter(([text]) => text !== '')
    .map(([text, phase]) => spokenBlock('line', text, speakingSeconds(text, pace.rate) + 0.4, phase, from));
  return [...blocks, readyBlock(from, pace)];
}

/** The timed work of a step from a place on. */
export function work(step: ScriptStep, from: Place, elapsed_s: number, pace: Pace): Block[] {
  if (step.kind === 'transition') return transition(step, from, pace);
  if (step.kind === 'cardio') return segments(step, from, elapsed_s, pace);
  return repetitions(step, from, pace);
}

function transition(step: ScriptStep, from: Place, pace: Pace): Block[] {
  const lines = step.lines.map((line, index) => {
    const seconds = speakingSeconds(line, pace.rate) + (step.line_seconds[index] ?? 5);
    return spokenBlock('line', line, seconds, index, from);
  });
  return [...lines, { ...readyBlock(from, pace), phase: step.lines.length - 1 }];
}

function segments(step: ScriptStep, from: Place, elapsed_s: number, pace: Pace): Block[] {
  const longest = Math.max(...step.phases.map((phase) => phase.duration_s));
  const asks = step.asks.includes('effort') || step.asks.includes('talk_test');
  return step.phases.map((phase, segment) => ({ phase, segment })).slice(from.segment).map(({ phase, segment }) => {
    const from_s = segment === from.segment ? Math.min(elapsed_s, phase.duration_s) : 0;
    const place = { ...from, segment };
    const block = spokenBlock('segment', phase.say, phase.duration_s - from_s, segment, place);
    const half = phase.duration_s / 2;
    if (phase.duration_s === longest && half > from_s && phase.duration_s >= 120) {
      const cue: Cue = { at_s: half - from_s, say: pace.say('half_way') };
      block.cues.push(asks ? { ...cue, ask: 'half_time' } : cue);
    }
    block.from_s = from_s;
    block.breathing = phase.breathing;
    block.ends.push({
      kind: 'segment_completed',
      data: { step: step.index, segment, elapsed_s: phase.duration_s },
    });
    return block;
  });
}

function repetitions(step: ScriptStep, from: Place, pace: Pace): Block[] {
  const sets = Math.max(1, step.dose.sets);
  const blocks: Block[] = [];
  for (let set = from.set; set < sets; set += 1) {
    const start = set === from.set ? from : { set, side: 0, repetition: 0, segment: 0 };
    blocks.push(countIn(start, COUNT_IN_S, pace));
    const reps = step.alternate ? takingTurns(step, start, pace) : oneSideAfterTheOther(step, start, pace);
    blocks.push(...reps);
    blocks.at(-1)?.ends.push({ kind: 'set_completed', data: { step: step.index, set } });
    if (set + 1 < sets) blocks.push(restBlock(step, set, sets, pace));
  }
  return blocks;
}

function takingTurns(step: ScriptStep, start: Place, pace: Pace): Block[] {
  const reps = Math.max(1, step.dose.reps);
  const blocks: Block[] = [];
  for (let repetition = start.repetition; repetition < reps; repetition += 1) {
    const first = repetition === start.repetition ? start.side : 0;
    for (let side = first; side < step.sides.length; side += 1) {
      const last = reps > 1 && repetition === reps - 1 && side === 0 ? pace.say('one_more_each') : '';
      const word = sideWord(step, side);
      const announced = [last, word === '' ? '' : `${pace.say(`side_${word}`)}.`].filter(Boolean).join(' ');
      blocks.push(...oneRepetition(step, { ...start, repetition, side }, announced, pace));
    }
  }
  return blocks;
}

function oneSideAfterTheOther(step: ScriptStep, start: Place, pace: Pace): Block[] {
  const reps = Math.max(1, step.dose.reps);
  const blocks: Block[] = [];
  for (let side = start.side; side < step.sides.length; side += 1) {
    const first = side === start.side ? start.repetition : 0;
    if (side > start.side) blocks.push(switchSides(step, { ...start, side, repetition: 0 }, pace));
    for (let repetition = first; repetition < reps; repetition += 1) {
      const announced = reps > 1 && repetition === reps - 1 ? pace.say('one_more') : '';
      blocks.push(...oneRepetition(step, { ...start, repetition, side }, announced, pace));
    }
  }
  return blocks;
}

function oneRepetition(step: ScriptStep, place: Place, announced: string, pace: Pace): Block[] {
  const where = { step: step.index, set: place.set, side: place.side, repetition: place.repetition };
  const blocks = step.phases.map((phase, index) => phaseBlock(phase, index, place, index === 0 ? announced : '', pace));
  blocks.forEach((block, index) => {
    const hold_s = step.phases[index]?.duration_s ?? 0;
    if (block.kind === 'hold') block.ends.push({ kind: 'hold_completed', data: { ...where, hold_s } });
  });
  blocks.at(-1)?.ends.push({ kind: 'repetition_completed', data: where });
  return blocks;
}

function phaseBlock(phase: ScriptPhase, index: number, place: Place, announced: string, pace: Pace): Block {
  const short = shortWords(phase, pace.say);
  const say = [announced, short].filter(Boolean).join(' ');
  const fits = speakingSeconds(say, pace.rate) <= phase.duration_s + 1.2;
  const block = spokenBlock(isHold(phase) ? 'hold' : 'phase', phase.say, phase.duration_s, index, place);
  // What would run on into the next movement is shortened to its announcement, or left to tones and captions.
  const caption = phase.say === '' ? short : phase.say;
  if (isHold(phase) && phase.duration_s >= LONG_HOLD_S) {
    block.cues.push({ at_s: phase.duration_s / 2, say: pace.say('half_hold') });
  }
  return { ...block, caption, say: fits ? say : announced, breathing: phase.breathing };
}

/** "Breathe out … and lift." A hold is "Hold.", a rest is "Let go." */
export function shortWords(phase: ScriptPhase, say: Say): string {
  if (isHold(phase)) return say('hold');
  if (phase.kind === 'rest') return say('let_go');
  const breath = { inhale: say('breathe_in'), exhale: say('breathe_out') }[phase.breathing] ?? '';
  const verb = phase.kind === 'ready' ? '' : say(`verb_${phase.id}`);
  if (breath !== '' && verb !== '') return say('and_verb', { breath, verb });
  if (breath !== '') return `${breath}.`;
  return verb === '' ? '' : `${verb.charAt(0).toUpperCase()}${verb.slice(1)}.`;
}

export const isHold = (phase: ScriptPhase): boolean => phase.kind === 'hold';

/** What people call a step; the ways down and up are named here. */
export function stepName(step: ScriptStep, say: Say): string {
  return step.kind === 'transition' ? say(`name_${step.name}`) || step.name : step.name;
}

/** "2 sets of 8 times, on each side": what is to come. Nothing for a way down or up. */
export function doseWords(step: ScriptStep, say: Say): string {
  const { sets, reps, hold_s, minutes } = step.dose;
  if (step.kind === 'transition') return '';
  if (minutes > 0) return `${say('dose_minutes', { minutes })}. ${effortAim(step, say)}`.trim();
  const times = hold_s >= 10 ? say('dose_holds', { reps, seconds: hold_s }) : say('dose_reps', { reps });
  const all = sets > 1 ? say('dose_sets', { sets, times }) : times;
  return step.sides.length > 1 ? say('dose_sides', { times: all }) : all;
}

function effortAim(step: ScriptStep, say: Say): string {
  const aim = step.dose.effort;
  return aim === null ? '' : say('effort_aim', { low: aim[0], high: aim[1] });
}

/** "left", "right" or "" for a step that has no sides. */
export function sideWord(step: ScriptStep, side: number): string {
  const word = step.sides[side] ?? '';
  return word === 'left' || word === 'right' ? word : '';
}

function switchSides(step: ScriptStep, place: Place, pace: Pace): Block {
  const word = sideWord(step, place.side);
  const text = word === '' ? pace.say('get_ready') : pace.say(`switch_${word}`);
  const data = { step: step.index, set: place.set, side: place.side };
  const block = spokenBlock('count_in', text, SWITCH_S, -1, place);
  return { ...block, starts: [{ kind: 'side_switched', data }] };
}

function restBlock(step: ScriptStep, set: number, sets: number, pace: Pace): Block {
  const text = pace.say('rest_next', { set: set + 2, sets });
  const block = spokenBlock('rest', text, step.dose.rest_s, -1, { set: set + 1, side: 0, repetition: 0, segment: 0 });
  return { ...block, breathing: 'normal' };
}

function countIn(place: Place, seconds: number, pace: Pace): Block {
  return spokenBlock('count_in', pace.say('get_ready'), seconds, -1, place);
}

function readyBlock(place: Place, pace: Pace): Block {
  return spokenBlock('ready', pace.say('ready_cue'), Infinity, -1, place);
}

/** Words in the pause between repetitions: the pause lasts as long as they do. */
export function wordsBlock(text: string, place: Place, rate: number): Block {
  return spokenBlock('words', text, speakingSeconds(text, rate) + 0.4, -1, place);
}

/** Whether a repetition is over with this block. */
export const endsRepetition = (block: Block): boolean => block.ends.some((draft) => draft.kind === 'repetition_completed');

/** Whether a block belongs to a repetition. */
export const isMovement = (block: Block | null): boolean => block?.kind === 'phase' || block?.kind === 'hold';

/** Seconds of one repetition in the tempo of the script. */
export const tempoSeconds = (step: ScriptStep): number => step.phases.reduce((sum, phase) => sum + phase.duration_s, 0);

function spokenBlock(kind: BlockKind, text: string, duration_s: number, phase: number, place: Place): Block {
  return {
    kind,
    duration_s,
    say: text,
    caption: text,
    breathing: '',
    phase,
    place: { ...place },
    from_s: 0,
    starts: [],
    ends: [],
    cues: [],
  };
}

/** The place of a session position, within its step. */
export const placeOf = (position: SessionPosition): Place => ({
  set: position.set,
  side: position.side,
  repetition: position.repetition,
  segment: position.segment,
});
