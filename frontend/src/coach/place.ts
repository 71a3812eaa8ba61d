/** Where the device should stand for an exercise, in words, and how the body lies in its picture. */
import type { Say } from '../session/texts';

/** The camera entry of an exercise file, as the page carries it (`web/coach_parts.py`). */
export interface CameraPlace {
  view: string;
  /** The exercise's first position: it says how the body lies in the picture. */
  position: string;
  lens_height_cm: readonly [number, number] | null;
  distance_m: readonly [number, number] | null;
  orientation: string | null;
}

const HEIGHTS_CM: readonly (readonly [number, string])[] = [
  [25, 'coach_height_floor'],
  [65, 'coach_height_seat'],
  [105, 'coach_height_table'],
  [Infinity, 'coach_height_shelf'],
];

/** At most four short sentences. */
export function placeWords(place: CameraPlace, say: Say): string[] {
  const words = [say(`coach_place_${place.view}`)];
  if (place.lens_height_cm !== null) {
    const [low, high] = place.lens_height_cm;
    const key = HEIGHTS_CM.find(([to]) => (low + high) / 2 <= to)?.[1] ?? '';
    words.push(say(key, { low, high }));
  }
  if (place.distance_m !== null) {
    const [near, far] = place.distance_m;
    words.push(say('coach_distance', { near, far }));
  }
  if (place.orientation !== null) words.push(say(`coach_turn_${place.orientation}`));
  return words.filter((one) => one !== '');
}

/** Two places that differ in none of these need no new set-up. */
export function placeKey(place: CameraPlace): string {
  return [place.view, place.orientation, ...(place.lens_height_cm ?? []), ...(place.distance_m ?? [])].join(' ');
}
