// A guided test: a clock that counts down to the start and then the seconds, or the camera. Without either the values
// are typed in by hand.
import type { Found, TestCamera, TestCameraData } from './progress/test-camera';
import type { TestSide } from './coach/messages';
import { type Reading, readingAt } from './progress/test-clock';
import { Tones } from './session/tones';

const TICK_MS = 100;
const tones = new Tones();
let camera: TestCamera | null = null;

const input = (id: string | undefined): HTMLInputElement | null => document.getElementById(id ?? '') as HTMLInputElement | null;

function clock(box: HTMLElement): void {
  const button = box.querySelector<HTMLButtonElement>('[data-start]');
  const face = box.querySelector<HTMLOutputElement>('.test-clock');
  const into = input(box.dataset['into']);
  const timed = input(box.dataset['timed']);
  if (!button || !face || !into) return;
  const seconds = Number(box.dataset['seconds']);
  const holds = box.dataset['measured'] === 'hold';
  const words = face.dataset;
  const idle = button.textContent;
  let timer = 0;
  let began_ms = 0;
  let said = '';

  const show = (reading: Reading): void => {
    const text =
      reading.phase === 'ready' ? `${words['ready'] ?? ''} ${reading.shown}` : reading.phase === 'over' ? (words['over'] ?? '') : String(reading.shown);
    if (text === said) return;
    said = text;
    face.textContent = text;
    if (reading.phase === 'ready') tones.play('tick');
  };
  const end = (measured_s: number): void => {
    clearInterval(timer);
    timer = 0;
    button.textContent = idle;
    tones.play('bell');
    if (holds) {
      into.value = String(measured_s);
      if (timed) timed.value = 'on';
    } else into.focus();
  };
  let phase = '';
  const tick = (): void => {
    const reading = readingAt((performance.now() - began_ms) / 1000, seconds, holds);
    if (reading.phase !== phase && reading.phase === 'measure') tones.play('bell');
    phase = reading.phase;
    show(reading);
    if (reading.phase === 'over') end(seconds);
  };
  button.addEventListener('click', () => {
    if (timer) {
      const reading = readingAt((performance.now() - began_ms) / 1000, seconds, holds);
      if (reading.phase === 'measure') end(reading.measured_s);
      else {
        clearInterval(timer);
        timer = 0;
        button.textContent = idle;
      }
      face.textContent = '';
      return;
    }
    tones.allow();
    began_ms = performance.now();
    phase = said = '';
    button.textContent = words['stop'] ?? '';
    timer = window.setInterval(tick, TICK_MS);
    tick();
  });
  box.hidden = false;
}

/** The camera's own button of one try. */
function byCamera(box: HTMLElement): void {
  box.querySelector('button')?.addEventListener('click', () => {
    void camera?.lead(box.dataset['side'] as TestSide).then((found) => fill(box, found));
  });
}

/** What the camera found goes where a person would type it; what it could not tell is theirs to fill in. */
function fill(box: HTMLElement, found: Found | null): void {
  const into = input(box.dataset['into']);
  const seen = input(box.dataset['seen']);
  if (!into || !seen) return;
  seen.value = found === null ? '' : JSON.stringify(found.seen);
  if (found === null) return;
  into.value = String(found.value);
  const ended = document.querySelector<HTMLInputElement>(`input[name="${box.dataset['ended'] ?? ''}"][value="${found.ended_by}"]`);
  if (ended && !document.querySelector(`input[name="${ended.name}"]:checked`)) ended.checked = true;
}

function offerCamera(section: HTMLElement): void {
  const data = JSON.parse(document.getElementById('test-camera-data')?.textContent ?? 'null') as TestCameraData | null;
  const button = section.querySelector<HTMLButtonElement>('[data-camera-on]');
  if (data === null || button === null) return;
  const tries = [...document.querySelectorAll<HTMLElement>('.test-by-camera')];
  tries.forEach(byCamera);
  button.addEventListener('click', () => {
    button.hidden = true;
    void import('./progress/test-camera').then((parts) => {
      camera = new parts.TestCamera(section, data, (on) => tries.forEach((box) => { box.hidden = !on; }));
      void camera.turnOn();
    }, () => { button.hidden = false; });
  });
  section.hidden = false;
}

document.querySelectorAll<HTMLElement>('.test-timer').forEach(clock);
document.querySelectorAll<HTMLElement>('.test-camera').forEach(offerCamera);
