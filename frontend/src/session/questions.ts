/** The questions after an exercise, at half time of an activity and at the end (amendments 4). */
import type { ScriptStep } from './script';
import type { Draft } from './timeline';

export interface Question {
  kind: 'after_pain' | 'pain' | 'effort' | 'reps_left' | 'talk_test' | 'end_pain' | 'away' | 'all_right' | 'no_answer';
  /** Asked beside the running activity. */
  half: boolean;
  minutes?: number;
  /** Help was asked for, and not only no answer given. */
  asked?: boolean;
}

const ASKED: Record<string, Question['kind']> = {
  pain: 'after_pain',
  effort: 'effort',
  reps_left: 'reps_left',
  talk_test: 'talk_test',
};

/** Asked of the person and not about the exercise: a stop takes their place. */
export const isAboutPerson = (question: Question): boolean => ['away', 'all_right', 'no_answer'].includes(question.kind);

/** What is asked after a step, in the script's order; an activity also asks whether talking was possible. */
export function questionsAfter(step: ScriptStep): Question[] {
  const asks = step.kind === 'cardio' && step.asks.includes('effort') ? [...step.asks, 'talk_test'] : step.asks;
  return [...new Set(asks)].flatMap((ask) => {
    const kind = ASKED[ask];
    return kind === undefined ? [] : [{ kind, half: false }];
  });
}

export interface Answered {
  events: Draft[];
  /** The pain score that the pain table now decides on, or null. */
  decidesPain: number | null;
  asksScore: boolean;
  /** Key of a text to say, or "". */
  advice: string;
}

/** What an answer leaves behind and leads to. */
export function answered(question: Question, value: string | number, step: number): Answered {
  const nothing: Answered = { events: [], decidesPain: null, asksScore: false, advice: '' };
  switch (question.kind) {
    case 'after_pain':
      if (value === 'more') return { ...nothing, asksScore: true };
      return { ...nothing, events: [{ kind: 'pain_reported', data: { step, pain: null, when: 'step' } }] };
    case 'pain':
      return {
        ...nothing,
        events: [{ kind: 'pain_reported', data: { step, pain: Number(value), when: 'step' } }],
        decidesPain: Number(value),
      };
    case 'end_pain':
      return { ...nothing, events: [{ kind: 'pain_reported', data: { step: null, pain: Number(value), when: 'end' } }] };
    case 'effort':
      return { ...nothing, events: [{ kind: 'effort_reported', data: { step, effort: Number(value) } }] };
    case 'reps_left':
      return { ...nothing, events: [{ kind: 'reps_left_reported', data: { step, reps_left: Number(value) } }] };
    case 'talk_test':
      return {
        ...nothing,
        events: [{ kind: 'talk_test_reported', data: { step, answer: String(value) } }],
        advice: value === 'words' ? 'talk_ease' : '',
      };
    case 'away':
    case 'all_right':
    case 'no_answer':
      return nothing;
  }
}
