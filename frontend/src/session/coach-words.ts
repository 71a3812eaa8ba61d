/** What the coach has to say until there is a pause to say it in: one thing at a time, nothing twice. */
import type { Say } from './texts';

export interface SpokenCue {
  code: string;
  kind: 'adjust' | 'praise';
  text: string;
  at_s: number;
}

/** A cue belongs to the repetition it followed; later it would only puzzle. */
export const CUE_KEEPS_S = 15;
/** Who leads is not announced more often than this, however often the sight comes and goes. */
export const LEAD_EVERY_S = 20;
const STATES = ['starting', 'off', 'no_camera', 'refused', 'too_slow', 'broken'];

export class CoachWords {
  private lead = '';
  private leadAt_s = -Infinity;
  /** It was said that the timer leads; when the camera counts again, that is said too. */
  private toldByTime = false;
  private leadsByTime = false;
  private cue: SpokenCue | null = null;
  private statesTold = new Set<string>();
  private remediesTold = new Set<string>();

  constructor(private readonly say: Say) {}

  /** The camera was turned on (again). */
  forget(): void {
    this.statesTold.clear();
    this.newStep();
  }

  newStep(): void {
    this.remediesTold.clear();
    this.lead = '';
    this.cue = null;
    this.leadAt_s = -Infinity;
    this.toldByTime = this.leadsByTime = false;
  }

  get hasCue(): boolean {
    return this.cue !== null;
  }

  get nextCue(): string {
    return this.cue?.text ?? '';
  }

  keepCue(cue: SpokenCue): void {
    this.cue = cue;
  }

  takeCue(now_s: number): SpokenCue | null {
    const cue = this.cue;
    this.cue = null;
    return cue !== null && now_s - cue.at_s <= CUE_KEEPS_S ? cue : null;
  }

  takeLead(): string {
    const lead = this.lead;
    this.lead = '';
    if (lead !== '') this.toldByTime = this.leadsByTime;
    return lead;
  }

  /** The remedy for a closed gate, said once in a step. */
  takeRemedy(code: string, remedy: string): string {
    if (this.remediesTold.has(code)) return '';
    this.remediesTold.add(code);
    return remedy;
  }

  /** That the camera does not work, said once while it is on. */
  takeState(state: string, help: string): string {
    if (this.statesTold.has(state)) return '';
    this.statesTold.add(state);
    return help || this.say(`lead_${state}`);
  }

  /** From here the timer leads. `help`: what the person can do about it. `only`: the timer leads this anyway, so just what helps is said. */
  byTime(why: string, help: string, only: boolean, now_s: number): void {
    if (why === 'no_repetition') {
      this.lead = this.say('lead_set_by_time');
    } else if (STATES.includes(why)) {
      this.lead = this.takeState(why, help);
    } else {
      const remedy = this.takeRemedy(why, help);
      const told = now_s - this.leadAt_s < LEAD_EVERY_S;
      const until = only || told ? '' : this.say('lead_by_time_until');
      this.lead = [remedy, until].filter(Boolean).join(' ');
    }
    this.leadsByTime = this.lead !== '' && !only;
    if (this.leadsByTime) this.leadAt_s = now_s;
  }

  /** From here the camera counts (again). */
  again(): void {
    this.lead = this.toldByTime ? this.say('lead_counts_now') : '';
    this.leadsByTime = this.toldByTime = false;
  }
}
