import { describe, expect, it } from 'vitest';
import words from '../../../src/steadyback/web/session_camera_texts.json';
import { texts } from '../session/texts';
import { encode, landmarksOf } from './lmk1';
import { bodies } from './other-people';
import { shapeOf } from './outline';
import { placeKey, placeWords, type CameraPlace } from './place';
import { chooseModel, RateMeter } from './rate';

/** What `steadyback.pose.encode` makes of the same frame. */
const NOBODY = '4c4d4b3100000000393000000005d002';
const hex = (message: ArrayBuffer): string =>
  [...new Uint8Array(message)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

describe('LMK1', () => {
  it('writes an empty picture as the core reads it', () => {
    const frame = { t_ms: 12345, width: 1280, height: 720, model: 'lite', people: 1, landmarks: null } as const;
    expect(hex(encode(frame))).toBe(NOBODY);
    expect(landmarksOf(encode(frame))).toBeNull();
  });

  it('writes a person in the picture', () => {
    const landmarks = Float32Array.from({ length: 132 }, (_, at) => at / 132);
    const message = encode({ t_ms: 40, width: 640, height: 480, model: 'full', people: 2, landmarks });
    expect(hex(message).slice(0, 32)).toBe('4c4d4b3101022100280000008002e001');
    expect(message.byteLength).toBe(16 + 132 * 4);
    expect(landmarksOf(message)).toEqual(landmarks);
  });
});

describe('the rate', () => {
  const meter = (per_s: number, seconds: number): RateMeter => {
    const made = new RateMeter();
    for (let picture = 0; picture <= per_s * seconds; picture += 1) made.push(picture / per_s, 30);
    return made;
  };

  it('is that of the last two seconds', () => {
    expect(meter(15, 4).per_s).toBeCloseTo(15);
    expect(new RateMeter().per_s).toBe(0);
  });

  it('is too slow only after five seconds of it', () => {
    expect(meter(4, 4.5).isTooSlow).toBe(false);
    expect(meter(4, 6).isTooSlow).toBe(true);
    expect(meter(6, 60).isTooSlow).toBe(false);
  });

  it('forgets what was before a pause', () => {
    const paused = meter(20, 3);
    paused.push(60, 30);
    expect(paused.watched_s).toBe(0);
    expect(paused.isTooSlow).toBe(false);
  });

  it.each([[30, 20, 'full'], [30, 45, 'full'], [30, 47, 'lite'], [14, 10, 'lite']] as const)(
    'at %s a second and %s ms a picture takes %s', (per_s, busy_ms, model) => {
      expect(chooseModel(per_s, busy_ms)).toBe(model);
    });
});

describe('other people', () => {
  const body = (x: number, y: number): { x: number; y: number; z: number; visibility: number }[] => {
    const points = Array.from({ length: 33 }, () => ({ x, y, z: 0, visibility: 1 }));
    for (const hip of [23, 24]) points[hip] = { x, y: y + 0.2, z: 0, visibility: 1 };
    return points;
  };

  it('counts bodies, not poses', () => {
    expect(bodies([], 640, 480)).toBe(0);
    expect(bodies([body(0.3, 0.4)], 640, 480)).toBe(1);
    expect(bodies([body(0.3, 0.4), body(0.32, 0.42)], 640, 480)).toBe(1);
    expect(bodies([body(0.3, 0.4), body(0.7, 0.4)], 640, 480)).toBe(2);
  });
});

describe('where the device stands', () => {
  const say = texts(words);
  const place: CameraPlace = { view: 'side', position: 'supine_hooklying', lens_height_cm: [30, 60], distance_m: [2, 3], orientation: 'landscape' };

  it('is said in plain sentences with the numbers of the exercise', () => {
    const said = placeWords(place, say);
    expect(said).toHaveLength(4);
    expect(said[0]).toContain('from the side');
    expect(said[1]).toContain('30 to 60 cm');
    expect(said[2]).toContain('2 to 3 metres');
    expect(said[3]).toContain('long edge');
  });

  it('leaves out what the exercise does not ask for', () => {
    expect(placeWords({ ...place, lens_height_cm: null, distance_m: null, orientation: null }, say)).toHaveLength(1);
  });

  it.each(['side', 'front', 'foot_end'])('has words for a view from %s', (view) => {
    expect(placeWords({ ...place, view }, say)[0]).toBeTruthy();
  });

  it('is the same place for two exercises seen alike', () => {
    expect(placeKey(place)).toBe(placeKey({ ...place, position: 'supine' }));
    expect(placeKey(place)).not.toBe(placeKey({ ...place, view: 'front' }));
  });

  it('draws the body as it lies', () => {
    expect(shapeOf(place)).not.toBe(shapeOf({ view: 'side', position: 'standing' }));
    expect(shapeOf({ view: 'front', position: 'standing' })).not.toBe(shapeOf({ view: 'side', position: 'standing' }));
  });
});
