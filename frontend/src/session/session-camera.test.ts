import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CameraLead } from './camera-lead';
import { FakeCoach, HandClock } from './fixture';
import type { CoachPage } from './script';
import { keptChoice, type PictureElement, SessionCamera } from './session-camera';

const page: CoachPage = {
  urls: { vision: '', pyodide: '', core: '', lite: '', full: '' },
  exercises: {
    bridge: { view: 'side', position: 'supine_hooklying', lens_height_cm: [30, 60], distance_m: [2, 3], orientation: 'landscape', held: false, cues: {} },
    plank: { view: 'side', position: 'prone', lens_height_cm: [30, 60], distance_m: [2, 3], orientation: 'landscape', held: true, cues: {} },
    squat: { view: 'front', position: 'standing', lens_height_cm: [80, 110], distance_m: [2, 3], orientation: 'portrait', held: false, cues: {} },
  },
  remedies: {},
};

let coach: FakeCoach;
const told = { changed: vi.fn<() => void>(), failed: vi.fn<() => void>() };
const lead = { attach: vi.fn(), detach: vi.fn() };

function camera(given: CoachPage | null = page, load = () => Promise.resolve(parts())): SessionCamera {
  return new SessionCamera(given, localStorage, load, () => lead as unknown as CameraLead, told);
}

const parts = () => ({ createCoach: () => coach, createView: () => document.createElement('div') as unknown as PictureElement });

beforeEach(() => {
  localStorage.clear();
  coach = new FakeCoach(new HandClock());
  vi.clearAllMocks();
});

afterEach(() => {
  document.body.innerHTML = '';
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
    await chosen.turnOn();
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
    await Promise.resolve();
    expect(coach.calls.at(-1)).toBe('start');
    expect(one.on).toBe(true);
  });

  it('that stopped working shows as off and is started again by one press', async () => {
    const one = camera();
    await one.turnOn();
    coach.becomes('broken');
    expect(one.on).toBe(false);
    one.toggle();
    await Promise.resolve();
    expect(coach.calls.at(-1)).toBe('start');
    expect(keptChoice(localStorage).on).toBe(true);
  });

  it('starts nothing when it was turned off while it loaded', async () => {
    let arrived: () => void = () => undefined;
    const late = new Promise<ReturnType<typeof parts>>((resolve) => {
      arrived = () => resolve(parts());
    });
    const one = camera(page, () => late);
    const turning = one.turnOn();
    one.turnOff();
    arrived();
    await turning;
    expect(coach.calls).toEqual([]);
    expect(lead.attach).not.toHaveBeenCalled();
  });

  it('says so when its parts do not arrive', async () => {
    const one = camera(page, () => Promise.reject(new Error('offline')));
    await one.turnOn();
    expect(told.failed).toHaveBeenCalledOnce();
    expect(one.on).toBe(false);
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

  it('asks for a new place once for each place', () => {
    const one = camera();
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
