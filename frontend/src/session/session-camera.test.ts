import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CameraLead } from './camera-lead';
import * as stage from './camera-stage';
import { FakeCoach, HandClock } from './fixture';
import type { CoachPage } from './script';
import { type CoachParts, FIGURE_MOVES_FROM_PER_S, keptChoice, type PictureElement, SessionCamera } from './session-camera';

const page: CoachPage = {
  urls: { vision: '', pyodide: '', core: '', lite: '', full: '' },
  exercises: {
    bridge: { view: 'side', position: 'supine_hooklying', lens_height_cm: [30, 60], distance_m: [2, 3], orientation: 'landscape', held: false, cues: {} },
    plank: { view: 'side', position: 'prone', lens_height_cm: [30, 60], distance_m: [2, 3], orientation: 'landscape', held: true, cues: {} },
    squat: { view: 'front', position: 'standing', lens_height_cm: [80, 110], distance_m: [2, 3], orientation: 'portrait', held: false, cues: {} },
  },
  remedies: {},
  texts: { lead_camera: 'counted by camera' },
};

let coach: FakeCoach;
const told = { changed: vi.fn<() => void>(), failed: vi.fn<() => void>(), words: vi.fn<(texts: Record<string, string>) => void>() };
const lead = { attach: vi.fn(), detach: vi.fn() };

const walk = { ledBy: (make: unknown) => (make as () => never)() };

function camera(url: string | null = '/camera/', load = () => Promise.resolve(parts())): SessionCamera {
  return new SessionCamera(url, localStorage, load, walk, told);
}

const parts = (): CoachParts => ({
  createCoach: () => coach,
  createView: () => document.createElement('div') as unknown as PictureElement,
  createLead: () => lead as unknown as CameraLead,
  stage,
});
const asked = vi.fn<(url: string) => Promise<Response>>();
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

beforeEach(() => {
  localStorage.clear();
  coach = new FakeCoach(new HandClock());
  vi.clearAllMocks();
  asked.mockImplementation(() => Promise.resolve(new Response(JSON.stringify(page))));
  vi.stubGlobal('fetch', asked);
});

afterEach(() => {
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

describe('the camera of a session', () => {
  it('is off until somebody chooses it, and the choice lasts', () => {
    expect(camera().choice).toEqual({ on: false, mirrored: true, facing: 'user' });
    camera().choose({ on: true, facing: 'environment', mirrored: false });
    expect(camera().choice).toEqual({ on: true, mirrored: false, facing: 'environment' });
  });

  it.each(['not json', '[]', '{"on":"yes"}', 'null'])('takes %s in the store for "not chosen"', (kept) => {
    localStorage.setItem('steadyback.camera', kept);
    expect(keptChoice(localStorage).on).toBe(false);
  });

  it('starts only when it was chosen, and then with what was chosen', async () => {
    const without = camera();
    without.begin();
    expect(without.on).toBe(false);
    const chosen = camera();
    chosen.choose({ on: true, mirrored: false });
    chosen.begin();
    await settled();
    expect(coach.calls).toEqual(['start']);
    expect(coach.options).toEqual({ facing: 'user', mirrored: false });
    expect(lead.attach).toHaveBeenCalledOnce();
  });

  it('is never offered where there is nothing to see', () => {
    const none = camera(null);
    none.choose({ on: true });
    none.begin();
    none.toggle();
    expect(none.offered).toBe(false);
    expect(coach.calls).toEqual([]);
  });

  it('goes off at once with one press, is remembered as off, and comes back with another', async () => {
    const one = camera();
    one.choose({ on: true });
    await one.turnOn();
    one.toggle();
    expect(coach.calls).toEqual(['start', 'stop']);
    expect(one.on).toBe(false);
    expect(lead.detach).toHaveBeenCalledOnce();
    expect(keptChoice(localStorage).on).toBe(false);
    one.toggle();
    await settled();
    expect(coach.calls.at(-1)).toBe('start');
    expect(one.on).toBe(true);
  });

  it('that stopped working shows as off and is started again by one press', async () => {
    const one = camera();
    await one.turnOn();
    coach.becomes('broken');
    expect(one.on).toBe(false);
    one.toggle();
    await settled();
    expect(coach.calls.at(-1)).toBe('start');
    expect(keptChoice(localStorage).on).toBe(true);
  });

  it('starts nothing when it was turned off while it loaded', async () => {
    let arrived: () => void = () => undefined;
    const late = new Promise<ReturnType<typeof parts>>((resolve) => {
      arrived = () => resolve(parts());
    });
    const one = camera('/camera/', () => late);
    const turning = one.turnOn();
    one.turnOff();
    arrived();
    await turning;
    expect(coach.calls).toEqual([]);
    expect(lead.attach).not.toHaveBeenCalled();
  });

  it('says so when its parts do not arrive', async () => {
    const one = camera('/camera/', () => Promise.reject(new Error('offline')));
    await one.turnOn();
    expect(told.failed).toHaveBeenCalledOnce();
    expect(one.on).toBe(false);
  });

  it.each([
    ['is refused', () => Promise.resolve(new Response('', { status: 404 }))],
    ['does not come', () => Promise.reject(new TypeError('offline'))],
    ['is no JSON', () => Promise.resolve(new Response('<html>'))],
  ])('says so when what it has to know %s, and asks again with the next press', async (_how, answer) => {
    asked.mockImplementationOnce(answer);
    const one = camera();
    await one.turnOn();
    expect(told.failed).toHaveBeenCalledOnce();
    expect(one.on).toBe(false);
    expect(coach.calls).toEqual([]);
    await one.turnOn();
    expect(coach.calls).toEqual(['start']);
  });

  it('asks for its words and what it can see only when it is turned on, and once', async () => {
    const one = camera();
    one.choose({ on: true });
    expect(one.entry('bridge')).toBeNull();
    expect(asked).not.toHaveBeenCalled();
    await one.turnOn();
    expect(asked.mock.calls.map(([url]) => url)).toEqual(['/camera/']);
    expect(told.words).toHaveBeenCalledWith(page.texts);
    expect(one.entry('bridge')?.view).toBe('side');
    one.turnOff();
    await one.turnOn();
    expect(asked).toHaveBeenCalledOnce();
  });

  it('makes one coach, however often it is turned off and on while it loads', async () => {
    const made = vi.fn<() => FakeCoach>(() => coach);
    const one = camera('/camera/', () => Promise.resolve({ ...parts(), createCoach: made }));
    const turns = [one.turnOn()];
    one.turnOff();
    turns.push(one.turnOn());
    await Promise.all(turns);
    expect(made).toHaveBeenCalledOnce();
    expect(coach.calls).toEqual(['start']);
    expect(one.on).toBe(true);
  });

  it('asks the figure to keep still while it sees too few pictures, until it is turned off', async () => {
    const one = camera();
    await one.turnOn();
    coach.frames_per_s = 0; // not measured yet
    one.tick();
    expect(one.wantsStills).toBe(false);
    coach.frames_per_s = FIGURE_MOVES_FROM_PER_S;
    one.tick();
    expect(one.wantsStills).toBe(false);
    coach.frames_per_s = FIGURE_MOVES_FROM_PER_S - 0.1;
    one.tick();
    expect(one.wantsStills).toBe(true);
    coach.frames_per_s = 25; // because the figure stands still
    one.tick();
    expect(one.wantsStills).toBe(true);
    one.turnOff();
    expect(one.wantsStills).toBe(false);
  });

  it('takes the other camera at once, and mirrors without starting anew', async () => {
    const one = camera();
    await one.turnOn();
    one.choose({ mirrored: false });
    expect(coach.calls).toEqual(['start']);
    one.choose({ facing: 'environment' });
    expect(coach.calls).toEqual(['start', 'start']);
    expect(coach.options?.facing).toBe('environment');
  });

  it('asks for a new place once for each place', async () => {
    const one = camera();
    await one.turnOn();
    expect(one.needsPlace(1, 'bridge')).toBe(true);
    expect(one.needsPlace(1, 'bridge')).toBe(true);
    expect(one.needsPlace(2, 'plank')).toBe(false);
    expect(one.needsPlace(3, 'squat')).toBe(true);
    expect(one.needsPlace(4, 'walk')).toBe(false);
  });

  it('keeps its picture in the page wherever the screen goes, and takes it out when it is off', async () => {
    const one = camera();
    await one.turnOn();
    expect(one.view?.parentElement?.id).toBe('camera-park');
    const slot = document.body.appendChild(document.createElement('div'));
    one.dock(slot);
    expect(one.view?.parentElement).toBe(slot);
    one.dock(null);
    expect(one.view?.parentElement?.id).toBe('camera-park');
    one.end();
    expect(one.view?.isConnected).toBe(false);
  });
});
