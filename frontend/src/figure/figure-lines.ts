/** The line figure as a stand-in: its drawing is fetched only where neither a body nor a picture can be shown. */
import { nothing, type TemplateResult } from 'lit';
import type { FigureData } from './figure-data';
import type { LineModel } from './line/line-figure';

type Drawing = typeof import('./line/line-figure');

let drawing: Drawing | null = null;
let loading: Promise<void> | null = null;

/** Once for a page. Where it does not arrive, the words stand by themselves. */
function load(): Promise<void> {
  loading ??= import('./line/line-figure').then(
    (loaded) => {
      drawing = loaded;
    },
    (problem: unknown) => console.info('There is no line figure:', problem),
  );
  return loading;
}

export interface LinesShown {
  exercise: string;
  data: FigureData;
  phase: string;
  progress: number;
  side: string;
  still: boolean;
  playing: boolean;
}

export class Lines {
  private model: LineModel | null = null;
  private of: FigureData | null = null;
  private frame = 0;

  constructor(private readonly drawAgain: () => void) {}

  shown({ exercise, data, phase, progress, side, still, playing }: LinesShown): TemplateResult | typeof nothing {
    if (drawing === null) {
      if (loading === null) void load().then(this.drawAgain);
      else void loading.then(() => drawing !== null && this.drawAgain());
      return nothing;
    }
    if (this.model === null || this.of !== data) this.model = drawing.lineModel(exercise, data);
    this.of = data;
    this.end();
    const cycles = drawing.goesRound(this.model, phase) && playing && !still;
    if (cycles) this.frame = requestAnimationFrame(this.drawAgain);
    return drawing.lineFigure(this.model, { phase, progress, side, still, clock_s: cycles ? performance.now() / 1000 : -1 });
  }

  end(): void {
    cancelAnimationFrame(this.frame);
  }
}
