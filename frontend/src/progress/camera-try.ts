/** One try of a guided test led by the camera: into place, begin, and what came of it. Times are given, so it can be tested. */
import type { TrialReading } from '../coach/port';
import type { Tone } from '../session/tones';
import { READY_S } from './test-clock';

/** Defaults of ours: seen in place for so long before it begins, and what is in the way told after so long. */
const IN_PLACE_MS = 1_000;
const TOLD_AFTER_MS = 1_500;
const SAID_AGAIN_MS = 12_000;
const NEVER_IN_PLACE_MS = 120_000;

export interface Teller {
  /** Words by key: shown, and spoken where a voice is wanted. */
  say(key: string): void;
  /** The large number; '' for none. */
  face(text: string): void;
  tone(tone: Tone): void;
  /** The time begins now. */
  go(): void;
  over(reading: TrialReading): void;
}

const NOTHING: TrialReading = {
  type: 'trial_reading', t_s: 0, phase: 'over', ready: false, value: null, ended_by: '', tracked_share: 0, view_was_right: true, code: '',
};

export class CameraTry {
  private state: 'place' | 'count_down' | 'begin' | 'under_way' | 'over' = 'place';
  private readySince_ms: number | null = null;
  private code = '';
  private codeSince_ms = 0;
  private said = { code: '', at_ms: -Infinity };
  private from_ms: number;
  private shown = '';
  private value = 0;

  constructor(
    private readonly measured: string,
    private readonly seconds: number,
    private readonly teller: Teller,
    now_ms: number,
  ) {
    this.from_ms = this.codeSince_ms = now_ms;
  }

  heard(reading: TrialReading, now_ms: number): void {
    if (this.state === 'over') return;
    if (reading.phase === 'over') return this.end(reading);
    if (reading.phase === 'under_way') return this.goesOn(reading);
    if (this.state === 'under_way') {
      // The engine began anew, as it does when it has to look with the smaller model: this try is lost.
      if (this.measured !== 'count' || this.value > 0) this.end({ ...NOTHING, code: 'lost' });
      return;
    }
    this.readySince_ms = reading.ready ? (this.readySince_ms ?? now_ms) : null;
    if (reading.code !== this.code) [this.code, this.codeSince_ms] = [reading.code, now_ms];
    if (!reading.ready && this.state === 'count_down') {
      this.state = 'place';
      this.show('');
    }
  }

  tick(now_ms: number): void {
    if (this.state === 'place') this.place(now_ms);
    if (this.state === 'count_down') this.countDown(now_ms);
    if (this.state === 'begin') this.tell(now_ms);
    if (this.state === 'under_way' && this.measured === 'count') {
      const left_s = Math.max(0, Math.ceil(this.seconds - (now_ms - this.from_ms) / 1000));
      this.show(`${this.value} · ${left_s} s`);
    }
  }

  private place(now_ms: number): void {
    if (now_ms - this.from_ms > NEVER_IN_PLACE_MS) return this.end({ ...NOTHING, code: 'never_in_place' });
    if (this.readySince_ms === null || now_ms - this.readySince_ms < IN_PLACE_MS) return this.tell(now_ms);
    this.state = this.measured === 'count' ? 'count_down' : 'begin';
    this.from_ms = now_ms;
    this.teller.say(this.measured === 'count' ? 'try_count_down' : 'try_begin');
  }

  private countDown(now_ms: number): void {
    const left_s = Math.ceil(READY_S - (now_ms - this.from_ms) / 1000);
    if (left_s > 0) {
      if (this.show(String(left_s))) this.teller.tone('tick');
      return;
    }
    this.state = 'under_way';
    this.from_ms = now_ms;
    this.teller.go();
    this.teller.tone('bell');
    this.teller.say('try_go');
  }

  /** What is in the way, once it has been so for a while; again after a longer one. */
  private tell(now_ms: number): void {
    if (this.code === '' || now_ms - this.codeSince_ms < TOLD_AFTER_MS) return;
    if (this.code === this.said.code && now_ms - this.said.at_ms < SAID_AGAIN_MS) return;
    this.said = { code: this.code, at_ms: now_ms };
    this.teller.say(`try_${this.code}`);
  }

  private goesOn(reading: TrialReading): void {
    if (this.state !== 'under_way') {
      this.state = 'under_way';
      this.teller.say('try_under_way');
    }
    this.value = reading.value ?? this.value;
    if (this.measured === 'hold') this.show(`${Math.floor(this.value)} s`);
    if (this.measured === 'value') this.show(reading.value === null ? '' : `${reading.value}°`);
  }

  private end(reading: TrialReading): void {
    this.state = 'over';
    this.teller.tone('bell');
    this.show('');
    this.teller.over(reading);
  }

  private show(text: string): boolean {
    if (text === this.shown) return false;
    this.shown = text;
    this.teller.face(text);
    return true;
  }
}
