/** Turning the figure by hand and by arrow keys. */
const TURN_STEP_DEG = 15;
const TILT_STEP_DEG = 10;
const DRAG_DEG_PER_PX = 0.45;
const KEY_TURNS: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [-TURN_STEP_DEG, 0],
  ArrowRight: [TURN_STEP_DEG, 0],
  ArrowUp: [0, TILT_STEP_DEG],
  ArrowDown: [0, -TILT_STEP_DEG],
};

/** `turn`: around and up, degrees; null while there is nothing to turn. */
export class Turning {
  private drag: { x: number; y: number } | null = null;

  constructor(private readonly turn: () => ((around_deg: number, up_deg: number) => void) | null) {}

  readonly pointer = (event: PointerEvent): void => {
    const turn = this.turn();
    if (turn === null) return;
    if (event.type === 'pointerdown') {
      this.drag = { x: event.clientX, y: event.clientY };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    } else if (event.type === 'pointermove' && this.drag !== null) {
      turn((this.drag.x - event.clientX) * DRAG_DEG_PER_PX, (event.clientY - this.drag.y) * DRAG_DEG_PER_PX);
      this.drag = { x: event.clientX, y: event.clientY };
    } else {
      this.drag = null;
    }
  };

  readonly key = (event: KeyboardEvent): void => {
    const by = KEY_TURNS[event.key];
    const turn = this.turn();
    if (by === undefined || turn === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    turn(...by);
  };
}
