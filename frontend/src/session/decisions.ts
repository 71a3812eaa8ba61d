/** What follows a report of pain or a STOP. The decisions themselves are the script's tables (M-01 to M-06). */
import { OUTCOMES, type PainDecision, type PainOutcome, type SessionScript, type StopAnswer } from './script';

export type Choice = 'go_on' | 'smaller' | 'easier' | 'next_exercise' | 'finish_here' | 'see_next';

export const seriousness = (outcome: PainOutcome): number => OUTCOMES.indexOf(outcome);

export const endsSession = (outcome: PainOutcome): boolean => seriousness(outcome) >= seriousness('END_SESSION');

/** The decision for a pain score; what is not a whole number from 0 to 10 takes the most serious one (P14). */
export function decidePain(script: SessionScript, pain: number): PainDecision {
  return script.pain_table[pain] ?? mostSerious(script.pain_table);
}

/** The decision for what was felt at a STOP; `more_pain` is decided by its score instead. */
export function decideStop(script: SessionScript, answer: StopAnswer): PainDecision {
  return script.stop_table[answer] ?? mostSerious(Object.values(script.stop_table));
}

function mostSerious(decisions: PainDecision[]): PainDecision {
  const none: PainDecision = { outcome: 'END_SESSION', reasons: [], advice: '' };
  return decisions.reduce((worst, next) => (seriousness(next.outcome) > seriousness(worst.outcome) ? next : worst), none);
}

/** M-04: the exercise stop that reaches the script's limit ends the session. */
export function withStopsCounted(decision: PainDecision, stopsBefore: number, maxStops: number): PainDecision {
  if (decision.outcome !== 'STOP_EXERCISE' || stopsBefore + 1 < maxStops) return decision;
  const reason = { rule: 'M-04' };
  return { outcome: 'END_SESSION', reasons: [...decision.reasons, reason], advice: 'session.end' };
}

/** What the person may choose. An easier version is offered after M-04 and M-05, not after sharp pain (M-03). */
export function choicesAfter(decision: PainDecision, hasEasier: boolean, exerciseDone: boolean): Choice[] {
  if (endsSession(decision.outcome)) return ['see_next'];
  const easier: Choice[] = hasEasier && !exerciseDone ? ['easier'] : [];
  switch (decision.outcome) {
    case 'STOP_EXERCISE': {
      const sharp = decision.reasons.some((reason) => reason.rule === 'M-03');
      return ['next_exercise', ...(sharp ? [] : easier), 'finish_here'];
    }
    case 'REDUCE':
      return exerciseDone ? ['go_on', 'finish_here'] : [...easier, 'smaller', 'next_exercise', 'finish_here'];
    default:
      return ['go_on', ...easier, 'finish_here'];
  }
}
