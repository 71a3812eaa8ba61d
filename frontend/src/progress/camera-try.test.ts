import { describe, expect, it } from 'vitest';
import type { TrialReading } from '../coach/port';
import { CameraTry } from './camera-try';

const READING: TrialReading = {
  type: 'trial_reading', t_s: 0, phase: 'waiting', ready: false, value: null, ended_by: '', tracked_share: 0, view_was_right: true, code: '',
};

class Led {
  readonly said: string[] = [];
  readonly faces: string[] = [];
  readonly tones: string[] = [];
  readonly ended: TrialReading[] = [];
  went = 0;
  now_ms = 0;
  readonly attempt: CameraTry;

  constructor(measured: string, seconds = 30) {
    this.attempt = new CameraTry(measured, seconds, {
      say: (key) => this.said.push(key),
      face: (text) => this.faces.push(text),
      tone: (tone) => this.tones.push(tone),
      go: () => { this.went += 1; },
      over: (reading) => this.ended.push(reading),
    }, 0);
  }

  hear(reading: Partial<TrialReading>): this {
    this.attempt.heard({ ...READING, ...reading }, this.now_ms);
    return this;
  }

  wait(seconds: number): this {
    for (let tick = 0; tick < seconds * 10; tick += 1) {
      this.now_ms += 100;
      this.attempt.tick(this.now_ms);
    }
    return this;
  }
}

describe('a count', () => {
  it('begins five seconds after somebody was seen in place, and shows count and time', () => {
    const led = new Led('count').hear({ ready: true }).wait(7);
    expect(led.said).toEqual(['try_count_down', 'try_go']);
    expect(led.faces.slice(0, 5)).toEqual(['5', '4', '3', '2', '1']);
    expect([led.went, led.tones.at(-1)]).toEqual([1, 'bell']);
    led.hear({ phase: 'under_way', value: 3 }).wait(1);
    expect(led.faces.at(-1)).toMatch(/^3 · 2[789] s$/);
    led.hear({ phase: 'over', value: 9, ended_by: 'time', tracked_share: 0.97 });
    expect(led.ended.map((one) => one.value)).toEqual([9]);
    led.hear({ phase: 'over', value: 10 }).wait(3);
    expect(led.ended).toHaveLength(1);
  });

  it('waits again for whoever leaves the start position', () => {
    const led = new Led('count').hear({ ready: true }).wait(3).hear({ ready: false, code: 'sit_down' }).wait(10);
    expect(led.went).toBe(0);
    expect(led.said).toEqual(['try_count_down', 'try_sit_down']);
  });

  it('is lost where the engine had to begin anew', () => {
    const led = new Led('count').hear({ ready: true }).wait(7).hear({ phase: 'under_way', value: 2 }).hear({ ready: true });
    expect(led.ended.map((one) => [one.value, one.code])).toEqual([[null, 'lost']]);
  });
});

describe('a hold', () => {
  it('begins by itself and is over when the camera says so', () => {
    const led = new Led('hold', 45).hear({ ready: true }).wait(2);
    expect([led.said, led.went]).toEqual([['try_begin'], 0]);
    led.hear({ phase: 'under_way', value: 0.4 }).hear({ phase: 'under_way', value: 12.3 });
    expect(led.faces.at(-1)).toBe('12 s');
    led.hear({ phase: 'over', value: null, code: 'lost' });
    expect(led.ended.map((one) => one.code)).toEqual(['lost']);
  });

  it('says what is in the way once it lasts, and again only after a while', () => {
    const led = new Led('hold').hear({ code: 'other_leg' }).wait(1);
    expect(led.said).toEqual([]);
    led.wait(10);
    expect(led.said).toEqual(['try_other_leg']);
    led.wait(5);
    expect(led.said).toHaveLength(2);
  });

  it('gives up on somebody who never gets there', () => {
    const led = new Led('hold').wait(121);
    expect(led.ended.map((one) => one.code)).toEqual(['never_in_place']);
  });
});

it('an angle is shown while the leg is up', () => {
  const led = new Led('value').hear({ ready: true }).wait(2).hear({ phase: 'under_way', value: 62 });
  expect(led.faces.at(-1)).toBe('62°');
});
