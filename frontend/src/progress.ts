// The pain chart of the progress page: the table's own numbers, drawn. Without it the table says everything.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartData, inTurn, mark, type Shape } from './progress/pain-chart';

const HEIGHT_PX = 260;
const SHAPES: Shape[] = ['circle', 'triangle', 'square', 'diamond'];
const COLOURS = ['--teal-ink', '--red', '--green', '--amber'];
const DASHES: number[][] = [[], [6, 4], [2, 4], [10, 4, 2, 4]];

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function drawMarks(plot: uPlot, index: number): void {
  const { ctx } = plot;
  const shape = SHAPES[index - 1] ?? 'circle';
  const size = 5 * devicePixelRatio;
  ctx.save();
  ctx.fillStyle = token(COLOURS[index - 1] ?? '--ink');
  for (const [i, value] of (plot.data[index] ?? []).entries()) {
    if (value == null) continue;
    const [x, y] = [plot.valToPos(plot.data[0][i] ?? 0, 'x', true), plot.valToPos(value, 'y', true)];
    ctx.beginPath();
    for (const [px, py] of mark(shape, x, y, size)) ctx.lineTo(px, py);
    ctx.fill();
  }
  ctx.restore();
}

function options(data: ChartData, width: number): uPlot.Options {
  const axis = { stroke: token('--ink-soft'), grid: { stroke: token('--line'), width: 1 }, font: '14px system-ui' };
  const every = Math.max(1, Math.ceil((data.labels.length * 60) / width));
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.5, Math.max(1, data.labels.length) - 0.5] },
      y: { range: [0, 10.4] },
    },
    axes: [
      {
        ...axis,
        splits: () => data.labels.map((_, i) => i).filter((i) => i % every === 0),
        values: (_plot, splits) => splits.map((i) => data.labels[i] ?? ''),
      },
      { ...axis, label: data.axis, labelFont: '14px system-ui', splits: () => [0, 2, 4, 6, 8, 10] },
    ],
    series: [
      {},
      ...data.series.map((series, i) => ({
        label: series.name,
        stroke: token(COLOURS[i] ?? '--ink'),
        width: 2,
        dash: DASHES[i] ?? [],
        spanGaps: true,
        points: { show: false },
      })),
    ],
    hooks: { drawSeries: [drawMarks] },
  };
}

function legend(box: HTMLElement, data: ChartData): void {
  const svg = 'http://www.w3.org/2000/svg';
  box.replaceChildren(
    ...data.series.map((series, i) => {
      const colour = token(COLOURS[i] ?? '--ink');
      const picture = document.createElementNS(svg, 'svg');
      picture.setAttribute('viewBox', '0 0 34 16');
      const line = document.createElementNS(svg, 'line');
      for (const [name, value] of Object.entries({ x1: 1, x2: 33, y1: 8, y2: 8, stroke: colour, 'stroke-width': 2 })) {
        line.setAttribute(name, String(value));
      }
      line.setAttribute('stroke-dasharray', (DASHES[i] ?? []).join(' '));
      const shape = document.createElementNS(svg, 'polygon');
      shape.setAttribute('points', mark(SHAPES[i] ?? 'circle', 17, 8, 5).map((p) => p.join(',')).join(' '));
      shape.setAttribute('fill', colour);
      picture.append(line, shape);
      const item = document.createElement('span');
      item.append(picture, series.name);
      return item;
    }),
  );
  box.hidden = false;
  box.setAttribute('aria-hidden', 'true');
}

function show(): void {
  const source = document.getElementById('pain-chart-data');
  const box = document.getElementById('pain-chart');
  const key = document.getElementById('pain-legend');
  if (!source?.textContent || !box || !key) return;
  const data = JSON.parse(source.textContent) as ChartData;
  if (data.labels.length === 0) return;
  const columns = inTurn(data);
  let plot: uPlot | null = null;
  const draw = (): void => {
    plot?.destroy();
    plot = new uPlot(options(data, box.clientWidth), columns, box);
    legend(key, data);
  };
  draw();
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (box.clientWidth !== width) {
      width = box.clientWidth;
      draw();
    }
  }).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
}

show();
