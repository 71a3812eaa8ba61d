import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import cameraWords from '../../../src/steadyback/web/session_camera_texts.json';
import pageWords from '../../../src/steadyback/web/session_texts.json';
import { CoachStopped, openCamera, type CoachTrouble } from './camera';
import { encode } from './lmk1';
import { createCoach, type CoachParts } from './live-coach';
import type { FromEngine, FromVision, ToEngine, ToVision } from './messages';
import type { Coach, CoachEvent, CoachState } from './port';

const URLS = { vision: '/v/', pyodide: '/p/', core: '/core.zip', lite: '/lite', full: '/full' };
const MIRROR = { facing: 'user', mirrored: true } as const;
const GATE_OPENED: CoachEvent = { type: 'gate_opened', t_s: 1 };

class FakeWorker extends EventTarget {
  readonly heard: (ToVision | ToEngine)[] = [];
  ended = false;

  constructor(private readonly answer: (message: never, worker: FakeWorker) => void) {
    super();
  }

  postMessage(message: ToVision | ToEngine): void {
    this.heard.push(message);
    queueMicrotask(() => { if (!this.ended) this.answer(message as never, this); });
  }

  say(message: FromVision | FromEngine): void {
    this.dispatchEvent(new MessageEvent('message', { data: message }));
  }

  terminate(): void {
    this.ended = true;
  }
}

class FakeTrack extends EventTarget {
  stopped = 0;
  stop(): void { this.stopped += 1; }
}

/** A room in which time is ours: pictures come when `play` says so. */
class Room {
  readonly track = new FakeTrack();
  readonly visions: FakeWorker[] = [];
  readonly engines: FakeWorker[] = [];
  readonly states: CoachState[] = [];
  readonly events: CoachEvent[][] = [];
  readonly video = document.createElement('video');
  engineAnswers = true;
  seesFor_ms = 20;
  camera: () => Promise<MediaStream> = async () => ({ getTracks: () => [this.track] }) as unknown as MediaStream;
  private arrive: ((now: number, about: { captureTime: number }) => void) | null = null;
  private media_ms = 0;
  readonly coach: Coach;

  constructor() {
    Object.assign(this.video, {
      play: async () => undefined,
      requestVideoFrameCallback: (call: typeof this.arrive) => { this.arrive = call; return 1; },
      cancelVideoFrameCallback: () => { this.arrive = null; },
    });
    Object.defineProperties(this.video, { videoWidth: { value: 1280 }, videoHeight: { value: 720 } });
    let held: unknown = null;
    Object.defineProperty(this.video, 'srcObject', { get: () => held, set: (to) => { held = to; } });
    const parts: CoachParts = {
      openCamera: () => this.camera(),
      video: () => this.video,
      visionWorker: () => this.made(this.visions, (message: ToVision, worker) => this.vision(message, worker)),
      engineWorker: () => this.made(this.engines, (message: ToEngine, worker) => this.engine(message, worker)),
    };
    this.coach = createCoach(URLS, parts);
    this.coach.onState((state) => this.states.push(state));
    this.coach.onEvents((events) => this.events.push(events));
  }

  private made(list: FakeWorker[], answer: (message: never, worker: FakeWorker) => void): Worker {
    const worker = new FakeWorker(answer);
    list.push(worker);
    return worker as unknown as Worker;
  }

  private vision(message: ToVision, worker: FakeWorker): void {
    if (message.kind === 'open' || message.kind === 'model') worker.say({ kind: 'ready', model: message.model });
    if (message.kind !== 'frame') return;
    vi.advanceTimersByTime(this.seesFor_ms);
    const { t_ms, width, height } = message;
    const seen = encode({ t_ms, width, height, model: 'lite', people: 1, landmarks: new Float32Array(132) });
    worker.say({ kind: 'seen', t_ms, message: seen, cost_ms: this.seesFor_ms, people: 1 });
  }

  private engine(message: ToEngine, worker: FakeWorker): void {
    if (message.kind === 'open' && this.engineAnswers) worker.say({ kind: 'ready' });
    if (message.kind === 'watch') worker.say({ kind: 'watched', turn: message.turn, counted: message.exercise !== 'walk' });
    if (message.kind === 'frame') worker.say({ kind: 'events', events: [GATE_OPENED], seen_at_ms: message.seen_at_ms });
  }

  /** So many seconds of pictures at this rate. */
  async play(seconds: number, per_s: number): Promise<void> {
    for (let picture = 0; picture < seconds * per_s; picture += 1) {
      this.media_ms += 1000 / per_s;
      const call = this.arrive;
      this.arrive = null;
      call?.(this.media_ms, { captureTime: this.media_ms });
      for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    }
  }

  async started(per_s = 20, options: Parameters<Coach['start']>[0] = MIRROR): Promise<void> {
    const starting = this.coach.start(options);
    await flush();
    await this.play(4, per_s);
    await starting;
  }
}

async function flush(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

let room: Room;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('createImageBitmap', async () => ({ close: () => undefined }));
  room = new Room();
});

afterEach(() => {
  room.coach.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function everythingIsOff(): void {
  expect(room.track.stopped).toBeGreaterThan(0);
  expect([...room.visions, ...room.engines].every((worker) => worker.ended)).toBe(true);
  expect(room.video.srcObject).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
}

describe('starting', () => {
  it('goes from off to watching and asks for nothing before', async () => {
    expect([room.coach.state, room.visions.length, room.engines.length]).toEqual(['off', 0, 0]);
    await room.started();
    expect(room.states).toEqual(['starting', 'watching']);
    expect(room.coach.trouble).toBe('');
  });

  it('takes the full model on a quick device and lite on a slower one', async () => {
    await room.started(30);
    expect(room.coach.model).toBe('full');
    room.coach.stop();
    room.seesFor_ms = 60; // 60 ms for lite are 87 for full: 11 a second
    await room.started(12);
    expect(room.coach.model).toBe('lite');
  });

  it('keeps to the model it was told', async () => {
    await room.started(30, { ...MIRROR, model: 'lite' });
    expect(room.coach.model).toBe('lite');
  });

  it('says that a device is too slow, and turns the camera off', async () => {
    await room.started(3);
    await room.play(8, 3);
    await flush();
    expect([room.coach.state, room.coach.trouble]).toEqual(['too_slow', 'too_slow']);
    everythingIsOff();
  });

  it('is still starting while the person thinks about the camera, and can be left', async () => {
    let allow: (stream: MediaStream) => void = () => undefined;
    room.camera = () => new Promise((resolve) => { allow = resolve; });
    const starting = room.coach.start(MIRROR);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(room.coach.state).toBe('starting');
    room.coach.stop();
    await starting;
    expect(room.coach.state).toBe('off');
    allow({ getTracks: () => [room.track] } as unknown as MediaStream);
    await flush();
    everythingIsOff();
  });

  it('gives up on an engine that never answers', async () => {
    room.engineAnswers = false;
    const starting = room.coach.start(MIRROR);
    await vi.advanceTimersByTimeAsync(61_000);
    await starting;
    expect([room.coach.state, room.coach.trouble]).toEqual(['broken', 'not_loaded']);
    everythingIsOff();
  });

  it('says so when no picture comes', async () => {
    const starting = room.coach.start(MIRROR);
    await vi.advanceTimersByTimeAsync(12_000);
    await starting;
    expect([room.coach.state, room.coach.trouble]).toEqual(['no_camera', 'no_picture']);
    everythingIsOff();
  });

  it('begins anew when it is started twice', async () => {
    await room.started();
    await room.started();
    expect(room.coach.state).toBe('watching');
    expect(room.visions.map((worker) => worker.ended)).toEqual([true, false]);
  });

  it.each([
    ['refused', 'refused'],
    ['no_camera', 'in_use'],
  ] as const)('ends as %s when the camera is %s', async (state, trouble) => {
    room.camera = () => Promise.reject(new CoachStopped(state, trouble));
    await room.coach.start(MIRROR);
    expect([room.coach.state, room.coach.trouble]).toEqual([state, trouble]);
    expect([...room.visions, ...room.engines].every((worker) => worker.ended)).toBe(true);
  });
});

describe('watching', () => {
  it('passes events on, with the time of their picture', async () => {
    await room.started();
    expect(await room.coach.watch('bridge', 'auto')).toBe(true);
    await room.play(0.2, 20);
    expect(room.events.at(-1)).toEqual([GATE_OPENED]);
  });

  it('says that an exercise is led by the timer, and sends the engine nothing', async () => {
    await room.started();
    expect(await room.coach.watch('walk', 'auto')).toBe(false);
    await room.play(1, 20);
    expect(room.events).toEqual([]);
  });

  it('waits for the start before it watches', async () => {
    const starting = room.started();
    const watching = room.coach.watch('bridge', 'left');
    await starting;
    expect(await watching).toBe(true);
  });

  it('is false while there is no camera', async () => {
    expect(await room.coach.watch('bridge', 'auto')).toBe(false);
  });

  it('judges nothing while resting', async () => {
    await room.started();
    await room.coach.watch('bridge', 'auto');
    room.coach.rest();
    await room.play(1, 20);
    expect(room.events).toEqual([]);
    expect(room.coach.state).toBe('watching');
  });

  it('tells the engine when the person may be elsewhere, also when that was said before the start', async () => {
    room.coach.expect(false);
    await room.started();
    expect(room.engines[0]!.heard).toContainEqual({ kind: 'expect', present: false });
  });

  it('looks for a second person now and then, not in every picture', async () => {
    await room.started(20, { ...MIRROR, model: 'lite' });
    await room.coach.watch('bridge', 'auto');
    const before = room.visions[0]!.heard.length;
    await room.play(8, 20);
    const frames = room.visions[0]!.heard.slice(before) as (ToVision & { kind: 'frame' })[];
    const looks = frames.filter((frame) => frame.lookForOthers).length;
    expect(looks).toBeGreaterThanOrEqual(2);
    expect(looks).toBeLessThanOrEqual(3);
  });

  it('says so when the camera is pulled out', async () => {
    await room.started();
    room.track.dispatchEvent(new Event('ended'));
    expect([room.coach.state, room.coach.trouble]).toEqual(['no_camera', 'unplugged']);
    everythingIsOff();
  });

  it.each(['visions', 'engines'] as const)('says so when one of the %s breaks', async (which) => {
    await room.started();
    room[which][0]!.dispatchEvent(new Event('error'));
    expect([room.coach.state, room.coach.trouble]).toEqual(['broken', 'stopped_working']);
    everythingIsOff();
  });

  it('changes from full to lite when the device slows down, and goes on with the exercise', async () => {
    await room.started(30);
    await room.coach.watch('bridge', 'left');
    expect(room.coach.model).toBe('full');
    await room.play(8, 3);
    await flush();
    expect([room.coach.state, room.coach.model]).toEqual(['watching', 'lite']);
    expect(room.engines[0]!.heard.filter((message) => message.kind === 'watch')).toMatchObject([
      { exercise: 'bridge', side: 'left', model: 'full' },
      { exercise: 'bridge', side: 'left', model: 'lite' },
    ]);
    await room.play(8, 3);
    await flush();
    expect(room.coach.state).toBe('too_slow');
  });

  it('does not take a hidden page for a broken camera', async () => {
    await room.started();
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(room.coach.state).toBe('watching');
    vi.restoreAllMocks();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(room.coach.trouble).toBe('no_picture');
  });

  it('leaves nothing behind over fifty starts and stops', async () => {
    for (let turn = 0; turn < 50; turn += 1) {
      void room.coach.start(MIRROR);
      await room.play(turn / 20, 20);
      room.coach.stop();
    }
    await flush();
    expect(room.visions).toHaveLength(50);
    everythingIsOff();
  });
});

describe('asking the browser for the camera', () => {
  const asked = (name: string): void => {
    const getUserMedia = async (): Promise<never> => { throw new DOMException('', name); };
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  };

  it.each([
    ['NotAllowedError', 'refused', 'refused'],
    ['SecurityError', 'refused', 'refused'],
    ['NotFoundError', 'no_camera', 'not_found'],
    ['OverconstrainedError', 'no_camera', 'not_found'],
    ['NotReadableError', 'no_camera', 'in_use'],
  ])('takes %s for %s, %s', async (name, state, trouble) => {
    asked(name);
    await expect(openCamera('user')).rejects.toMatchObject({ state, trouble });
  });

  it('knows that a page without https has no camera', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('isSecureContext', false);
    await expect(openCamera('user')).rejects.toMatchObject({ state: 'no_camera', trouble: 'insecure' });
  });
});

it('has words for every trouble', () => {
  const troubles: Record<Exclude<CoachTrouble, ''>, true> = {
    refused: true, insecure: true, not_found: true, in_use: true, unplugged: true, no_picture: true,
    old_browser: true, not_loaded: true, stopped_working: true, too_slow: true,
  };
  const words = { ...pageWords, ...cameraWords };
  for (const trouble of Object.keys(troubles)) expect(words).toHaveProperty(`coach_${trouble}`);
});
