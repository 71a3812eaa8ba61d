/** The live coach: camera, landmarker and engine put together, and every way in which they can stop. */
import { CoachStopped, openCamera, type CoachTrouble } from './camera';
import { landmarksOf } from './lmk1';
import type { FromEngine, FromVision, Model, TestSide, ToEngine, ToVision, Wanted, WantedSide } from './messages';
import { Pictures, type Picture } from './pictures';
import type { CoachEvent, CoachFrame, CoachOptions, CoachState, CoachUrls, TestingCoach } from './port';
import { chooseModel, MEASURED_S, RateMeter, WARM_UP_PICTURES } from './rate';

/** Loading may take this long on a slow device; then the session goes on without (a default). */
const LOADED_WITHIN_MS = 60_000;
/** Without any picture for this long there is no camera (a default). */
const NO_PICTURE_MS = 10_000;
const LOOK_AFTER_MS = 1_000;
/** How often to look for a second person: more often while nothing is judged yet (defaults). */
const OTHERS_WHILE_SETTING_UP_MS = 1_000;
const OTHERS_WHILE_WATCHING_MS = 4_000;

/** What the coach needs from the browser; tests give their own. */
export interface CoachParts {
  openCamera: typeof openCamera;
  visionWorker(): Worker;
  engineWorker(): Worker;
  video(): HTMLVideoElement;
}

const IN_BROWSER: CoachParts = {
  openCamera,
  visionWorker: () => new Worker(new URL('./vision-worker.ts', import.meta.url), { type: 'module', name: 'landmarks' }),
  engineWorker: () => new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module', name: 'engine' }),
  video: () => {
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.disablePictureInPicture = true;
    return video;
  },
};

export function createCoach(urls: CoachUrls, parts: CoachParts = IN_BROWSER): TestingCoach {
  return new LiveCoach(urls, parts);
}

/** Everything that exists only while the camera is on; it ends as a whole. */
interface Run {
  stream: MediaStream | null;
  vision: Worker;
  engine: Worker;
  pictures: Pictures;
  meter: RateMeter;
  /** Runs out when loading takes too long. */
  limit: number;
  /** Looks whether pictures still come. */
  timer: number;
  ended: boolean;
  end(stopped: CoachStopped): void;
}

class LiveCoach implements TestingCoach {
  readonly video: HTMLVideoElement;
  private current: CoachState = 'off';
  private reason: CoachTrouble = '';
  private chosen: Model | null = null;
  private run: Run | null = null;
  private ready: Promise<void> = Promise.resolve();
  private options: CoachOptions = { facing: 'user', mirrored: true };
  private watched: Wanted | null = null;
  private turn = 0;
  private answers = new Map<number, (counted: boolean) => void>();
  private present = true;
  private people = 1;
  private lookedForOthers_ms = -Infinity;
  private lastSeen_ms = 0;
  private looking: Picture | null = null;
  private readonly stateListeners = new Set<(state: CoachState) => void>();
  private readonly eventListeners = new Set<(events: CoachEvent[], seen_at_ms: number) => void>();
  private readonly frameListeners = new Set<(frame: CoachFrame) => void>();

  constructor(private readonly urls: CoachUrls, private readonly parts: CoachParts) {
    this.video = parts.video();
  }

  get state(): CoachState {
    return this.current;
  }

  get trouble(): CoachTrouble {
    return this.reason;
  }

  get frames_per_s(): number {
    return this.run?.meter.per_s ?? 0;
  }

  /** The middle time one picture takes from the camera to its landmarks. */
  get busy_ms(): number {
    return this.run?.meter.busy_ms ?? 0;
  }

  get model(): Model | null {
    return this.chosen;
  }

  async start(options: CoachOptions): Promise<void> {
    this.release();
    this.options = options;
    this.become('starting', '');
    this.ready = this.begin(options);
    await this.ready;
  }

  watch(exercise: string, side: WantedSide): Promise<boolean> {
    return this.lookFor({ kind: 'watch', exercise, side });
  }

  tryTest(test: string, side: TestSide): Promise<boolean> {
    return this.lookFor({ kind: 'try', test, side });
  }

  go(): void {
    this.tell({ kind: 'go' });
  }

  private async lookFor(wanted: Wanted): Promise<boolean> {
    await this.ready;
    if (this.run === null || this.current !== 'watching') return false;
    const counted = await this.ask(wanted);
    this.watched = counted ? wanted : null;
    return counted;
  }

  rest(): void {
    this.watched = null;
    this.tell({ kind: 'rest' });
  }

  expect(present: boolean): void {
    this.present = present;
    this.tell({ kind: 'expect', present });
  }

  stop(): void {
    this.release();
    this.become('off', '');
  }

  onState(listener: (state: CoachState) => void): () => void {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  }

  onEvents(listener: (events: CoachEvent[], seen_at_ms: number) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  onFrame(listener: (frame: CoachFrame) => void): () => void {
    this.frameListeners.add(listener);
    return () => this.frameListeners.delete(listener);
  }

  /** Never rejects: whatever happens becomes a state. */
  private async begin(options: CoachOptions): Promise<void> {
    let run: Run;
    try {
      run = this.newRun();
    } catch {
      this.become('broken', 'old_browser');
      return;
    }
    this.run = run;
    const stopped = new Promise<never>((_, reject) => { run.end = reject; });
    try {
      await Promise.race([this.bringUp(run, options), stopped]);
    } catch (error) {
      if (run.ended) return; // stopped by the person, or begun anew
      const known = error instanceof CoachStopped ? error : new CoachStopped('broken', 'not_loaded');
      this.fail(known);
      return;
    }
    run.end = (why) => {
      if (!run.ended) this.fail(why);
    };
    this.become('watching', '');
  }

  private async bringUp(run: Run, options: CoachOptions): Promise<void> {
    const broke = (): void => run.end(this.broken());
    const vision = loaded<FromVision>(run.vision, (message) => this.fromVision(run, message), broke);
    const engine = loaded<FromEngine>(run.engine, (message) => this.fromEngine(run, message), broke);
    const first = options.model ?? 'lite';
    send<ToVision>(run.vision, { kind: 'open', wasm: this.urls.vision, model: first, modelUrl: this.urls[first] });
    send<ToEngine>(run.engine, { kind: 'open', pyodide: this.urls.pyodide, core: this.urls.core });
    const parts = Promise.all([vision, engine]);
    parts.catch(() => undefined); // it is awaited below, after the camera
    await this.openStream(run, options.facing);
    run.limit = window.setTimeout(() => run.end(new CoachStopped('broken', 'not_loaded')), LOADED_WITHIN_MS);
    try {
      await parts;
      if (run.ended) throw new CoachStopped('off', '');
      this.chosen = first;
      send<ToEngine>(run.engine, { kind: 'expect', present: this.present });
      this.lastSeen_ms = performance.now();
      run.timer = window.setInterval(() => this.look(run), LOOK_AFTER_MS);
      run.pictures.start();
      await this.measure(run);
      if (options.model === undefined && chooseModel(run.meter.per_s, run.meter.busy_ms) === 'full') {
        await this.change(run, 'full');
      }
    } finally {
      clearTimeout(run.limit);
    }
  }

  private newRun(): Run {
    const meter = new RateMeter();
    const pictures = new Pictures(this.video, (picture) => this.show(run, picture));
    const run: Run = {
      stream: null, meter, pictures, limit: 0, timer: 0, ended: false, end: () => undefined,
      vision: this.parts.visionWorker(),
      engine: this.parts.engineWorker(),
    };
    this.people = 1;
    this.lookedForOthers_ms = -Infinity;
    return run;
  }

  private async openStream(run: Run, facing: 'user' | 'environment'): Promise<void> {
    const stream = await this.parts.openCamera(facing);
    if (run.ended) { // the person did not wait: the light goes off again at once
      stream.getTracks().forEach((track) => track.stop());
      throw new CoachStopped('off', '');
    }
    run.stream = stream;
    for (const track of stream.getTracks()) {
      track.addEventListener('ended', () => run.end(new CoachStopped('no_camera', 'unplugged')));
    }
    this.video.srcObject = stream;
    await this.video.play();
  }

  /** Resolves once enough pictures have been looked at to know how fast this device is. */
  private async measure(run: Run): Promise<void> {
    await this.pictures(run, WARM_UP_PICTURES);
    run.meter.reset();
    while (run.meter.watched_s < MEASURED_S) await this.pictures(run, 1);
    if (run.meter.isTooSlow) throw new CoachStopped('too_slow', 'too_slow');
  }

  private seen: (() => void) | null = null;

  private async pictures(run: Run, count: number): Promise<void> {
    for (let left = count; left > 0 && !run.ended; left -= 1) {
      await new Promise<void>((resolve) => { this.seen = resolve; });
    }
    if (run.ended) throw new CoachStopped('off', '');
  }

  private async change(run: Run, model: Model): Promise<void> {
    const changed = answered<FromVision>(run.vision, 'ready');
    send<ToVision>(run.vision, { kind: 'model', model, modelUrl: this.urls[model] });
    await changed;
    this.chosen = model;
    run.meter.reset();
  }

  private show(run: Run, picture: Picture): void {
    const { bitmap, t_ms, width, height } = picture;
    const every = this.watched !== null && this.people === 1 ? OTHERS_WHILE_WATCHING_MS : OTHERS_WHILE_SETTING_UP_MS;
    const lookForOthers = this.current === 'watching' && t_ms - this.lookedForOthers_ms >= every;
    if (lookForOthers) this.lookedForOthers_ms = t_ms;
    this.looking = picture;
    send<ToVision>(run.vision, { kind: 'frame', picture: bitmap, t_ms, width, height, lookForOthers }, [bitmap]);
  }

  private fromVision(run: Run, message: FromVision): void {
    if (run.ended) return;
    if (message.kind === 'failed') run.end(this.broken());
    if (message.kind !== 'seen') return;
    const picture = this.looking;
    run.pictures.done();
    if (picture === null) return;
    this.lastSeen_ms = performance.now();
    this.people = message.people;
    run.meter.push(message.t_ms / 1000, this.lastSeen_ms - picture.seen_at_ms);
    const { width, height } = picture;
    const mirrored = this.options.mirrored;
    const frame = { t_s: message.t_ms / 1000, landmarks: landmarksOf(message.message), width, height, mirrored };
    this.frameListeners.forEach((listener) => listener(frame));
    if (this.current === 'watching' && this.watched !== null) {
      send<ToEngine>(run.engine, { kind: 'frame', message: message.message, seen_at_ms: picture.seen_at_ms });
    }
    this.seen?.();
    if (this.current === 'watching' && run.meter.isTooSlow) this.slowDown(run);
  }

  /** The full model gives way to lite once; lite gives up. */
  private slowDown(run: Run): void {
    if (this.chosen !== 'full' || this.options.model === 'full') {
      run.end(new CoachStopped('too_slow', 'too_slow'));
      return;
    }
    run.meter.reset();
    this.change(run, 'lite').then(() => {
      if (this.watched !== null && !run.ended) void this.ask(this.watched);
    }, (why: unknown) => run.end(why instanceof CoachStopped ? why : new CoachStopped('broken', 'stopped_working')));
  }

  private fromEngine(run: Run, message: FromEngine): void {
    if (run.ended) return;
    if (message.kind === 'failed') run.end(this.broken());
    if (message.kind === 'watched') {
      this.answers.get(message.turn)?.(message.counted);
      this.answers.delete(message.turn);
    }
    if (message.kind === 'events') {
      this.eventListeners.forEach((listener) => listener(message.events, message.seen_at_ms));
    }
  }

  private ask(wanted: Wanted): Promise<boolean> {
    this.turn += 1;
    const turn = this.turn;
    // Frames flow to the engine from here on; they follow this message, so the new engine takes them.
    this.watched = wanted;
    return new Promise((resolve) => {
      this.answers.set(turn, resolve);
      this.tell({ ...wanted, turn, model: this.chosen ?? 'lite' });
    });
  }

  private tell(message: ToEngine): void {
    if (this.run !== null) send<ToEngine>(this.run.engine, message);
  }

  /** Every second: is there still a picture? A hidden page has none, and that is no trouble. */
  private look(run: Run): void {
    if (document.hidden) this.lastSeen_ms = performance.now();
    if (performance.now() - this.lastSeen_ms < NO_PICTURE_MS) return;
    run.end(run.pictures.isBusy ? new CoachStopped('broken', 'stopped_working') : new CoachStopped('no_camera', 'no_picture'));
  }

  private broken(): CoachStopped {
    return new CoachStopped('broken', this.current === 'starting' ? 'not_loaded' : 'stopped_working');
  }

  private fail(stopped: CoachStopped): void {
    this.release();
    this.become(stopped.state, stopped.trouble);
  }

  private release(): void {
    const run = this.run;
    this.run = null;
    this.chosen = null;
    this.watched = null;
    this.looking = null;
    if (run === null) return;
    run.ended = true;
    run.end(new CoachStopped('off', ''));
    clearTimeout(run.limit);
    clearInterval(run.timer);
    this.seen?.();
    run.pictures.stop();
    run.vision.terminate();
    run.engine.terminate();
    run.stream?.getTracks().forEach((track) => track.stop());
    this.video.srcObject = null;
    this.answers.forEach((answer) => answer(false));
    this.answers.clear();
  }

  private become(state: CoachState, trouble: CoachTrouble): void {
    this.reason = trouble;
    if (state === this.current) return;
    this.current = state;
    this.stateListeners.forEach((listener) => listener(state));
  }
}

function send<Message>(worker: Worker, message: Message, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

/** Resolves with the worker's first `ready`; rejects when it fails before. `take` and `broke` also hear all that follows. */
function loaded<Message extends { kind: string }>(
  worker: Worker, take: (message: Message) => void, broke: () => void,
): Promise<void> {
  worker.addEventListener('message', (event: MessageEvent<Message>) => take(event.data));
  worker.addEventListener('error', broke);
  return answered<Message>(worker, 'ready');
}

function answered<Message extends { kind: string }>(worker: Worker, kind: Message['kind']): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      worker.removeEventListener('message', heard);
      worker.removeEventListener('error', broke);
      settle();
    };
    const heard = (event: MessageEvent<Message>): void => {
      if (event.data.kind === kind) done(resolve);
      else if (event.data.kind === 'failed') done(() => reject(new CoachStopped('broken', 'not_loaded')));
    };
    const broke = (): void => done(() => reject(new CoachStopped('broken', 'not_loaded')));
    worker.addEventListener('message', heard);
    worker.addEventListener('error', broke);
  });
}
