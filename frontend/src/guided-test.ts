// The clock of a guided test: counts down to the start, then the seconds. Without it the values are typed in by hand.
import { type Reading, readingAt } from './progress/test-clock';
import { Tones } from './session/tones';

const TICK_MS = 100;
const tones = new Tones();

function clock(box: HTMLElement): void {
  const button = box.querySelector<HTMLButtonElement>('[data-start]');
  const face = box.querySelector<HTMLOutputElement>('.test-clock');
  const into = document.getElementById(box.dataset['into'] ?? '') as HTMLInputElement | null;
  const timed = document.getElementById(box.dataset['timed'] ?? '') as HTMLInputElement | null;
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

document.querySelectorAll<HTMLElement>('.test-timer').forEach(clock);
