/** The camera of a guided test: its picture on the page, and tries that it counts, times or measures. Loaded when turned on. */
import { CoachSetup } from '../coach/coach-setup';
import { CoachView } from '../coach/coach-view';
import type { TestSide } from '../coach/messages';
import type { CameraPlace } from '../coach/place';
import { createCoach, type CoachOptions, type CoachUrls, type TestingCoach, type TrialReading } from '../coach/port';
import { isQuiet } from '../session/clock';
import { Speech } from '../session/speech';
import { texts, type Say } from '../session/texts';
import { Tones } from '../session/tones';
import '../styles/coach.css';
import { CameraTry } from './camera-try';

/** What the page carries (`web/guided_camera.py`). */
export interface TestCameraData {
  test: string;
  measured: string;
  seconds: number;
  place: CameraPlace;
  urls: CoachUrls;
  texts: Record<string, string>;
  voice: boolean;
  tones: boolean;
  rate: number;
  quiet_from_hour: number;
  quiet_until_hour: number;
}

/** What a try came to: its value and what was seen of it; null where the camera cannot tell. */
export interface Found {
  value: number;
  ended_by: string;
  seen: { value: number; tracked_share: number; view_was_right: boolean; model: string };
}

const TICK_MS = 100;

export class TestCamera {
  private readonly coach: TestingCoach;
  private readonly view = new CoachView();
  private readonly setup = new CoachSetup();
  private readonly say: Say;
  private readonly speech = new Speech();
  private readonly tones = new Tones();
  private readonly sounds: boolean;
  private options: CoachOptions = { facing: 'user', mirrored: true };
  private cancel: (() => void) | null = null;

  constructor(
    private readonly box: HTMLElement,
    private readonly data: TestCameraData,
    /** Tells when the camera comes on or goes off. */
    private readonly changed: (on: boolean) => void,
  ) {
    this.say = texts(data.texts);
    const loud = !isQuiet(new Date().getHours(), data.quiet_from_hour, data.quiet_until_hour);
    this.sounds = data.tones && loud;
    this.speech.enabled = data.voice && loud;
    this.speech.rate = data.rate;
    this.coach = createCoach(data.urls);
    Object.assign(this.view, { coach: this.coach, place: data.place, say: this.say, mirrored: true });
    Object.assign(this.setup, { place: data.place, say: this.say, options: this.options });
    this.part('.test-camera-view').append(this.view, this.setup);
    this.coach.onState(() => this.follow());
    this.setup.addEventListener('coach-start', () => void this.turnOn());
    this.setup.addEventListener('coach-without', () => this.turnOff());
    this.setup.addEventListener('coach-options', (event) => this.choose((event as CustomEvent<CoachOptions>).detail));
    this.part('[data-camera-stop]').addEventListener('click', () => this.stop());
    addEventListener('pagehide', () => this.coach.stop());
  }

  get isOn(): boolean {
    return this.coach.state === 'watching';
  }

  async turnOn(): Promise<void> {
    if (this.sounds) this.tones.allow();
    this.part('.test-camera-view').hidden = false;
    await this.coach.start(this.options);
  }

  /** Leads one try. Resolves with what it came to, or null; the words beside the picture say why. */
  async lead(side: TestSide): Promise<Found | null> {
    this.stop();
    const { data, coach } = this;
    if (!(await coach.tryTest(data.test, side))) return null;
    this.part('[data-camera-stop]').hidden = false;
    this.box.toggleAttribute('data-trying', true);
    this.tell(`try_place_${side === '' ? 'any' : side}`);
    this.box.scrollIntoView({ block: 'start' });
    const reading = await new Promise<TrialReading | null>((resolve) => {
      const attempt = new CameraTry(data.measured, data.seconds, {
        say: (key) => this.tell(key),
        face: (text) => { this.part('.test-camera-face').textContent = text; },
        tone: (tone) => this.tones.play(tone),
        go: () => coach.go(),
        over: resolve,
      }, performance.now());
      const unheard = coach.onEvents((events) => events.forEach((event) => {
        if (event.type !== 'trial_reading') return;
        this.view.sees = event.ready || event.phase === 'under_way';
        attempt.heard(event, performance.now());
      }));
      const timer = window.setInterval(() => attempt.tick(performance.now()), TICK_MS);
      this.cancel = () => {
        unheard();
        clearInterval(timer);
        resolve(null);
      };
    });
    const model = coach.model ?? '';
    this.finish();
    return reading === null ? null : this.found(reading, model);
  }

  private found(reading: TrialReading, model: string): Found | null {
    const { value, tracked_share, view_was_right } = reading;
    const percent = Math.round(100 * tracked_share);
    if (value === null) {
      this.tell(`over_${reading.code}`, { percent });
      return null;
    }
    this.tell('over_found', { value, percent });
    return { value, ended_by: reading.ended_by, seen: { value, tracked_share, view_was_right, model } };
  }

  /** Ends a try that is under way; nothing is kept of it. */
  private stop(): void {
    if (this.cancel === null) return;
    this.finish();
    this.tell(this.isOn ? 'over_stopped' : 'over_off');
  }

  private finish(): void {
    const cancel = this.cancel;
    this.cancel = null;
    cancel?.();
    this.coach.rest();
    this.view.begin();
    this.box.toggleAttribute('data-trying', false);
    this.part('[data-camera-stop]').hidden = true;
    this.part('.test-camera-face').textContent = '';
  }

  private turnOff(): void {
    this.coach.stop();
    this.part('.test-camera-view').hidden = true;
  }

  private choose(options: CoachOptions): void {
    const isOther = options.facing !== this.options.facing;
    this.options = options;
    this.view.mirrored = options.mirrored;
    if (isOther && this.setup.on) void this.turnOn();
  }

  private follow(): void {
    const { state } = this.coach;
    this.setup.on = state === 'watching' || state === 'starting';
    this.changed(state === 'watching');
    if (state !== 'watching') this.stop();
    else this.tell('camera_is_on');
  }

  private tell(key: string, values: Record<string, string | number> = {}): void {
    const words = this.say(key, values);
    if (words === '') return;
    this.part('.test-camera-words').textContent = words;
    this.speech.say(words);
  }

  private part(which: string): HTMLElement {
    const found = this.box.querySelector<HTMLElement>(which);
    if (found === null) throw new Error(`${which} is missing`);
    return found;
  }
}
