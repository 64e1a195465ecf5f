// Geometry of the key-result chart: scales, paths, ticks and labels that do not overlap.
// Values in, numbers and path strings out; drawing is left to the component.
import { scaleLinear, scaleUtc } from 'd3-scale';
import { curveMonotoneX, line } from 'd3-shape';
import { civil } from './format';

export interface ChartPoint {
  on: string;
  value: number;
}
export interface ChartInput {
  width: number;
  height: number;
  from: string;
  to: string;
  today: string;
  series: ChartPoint[];
  expected: ChartPoint[];
  /** Horizontal marks: target, bounds, start. */
  marks: { name: string; value: number; tone: 'target' | 'bound' | 'former' }[];
}
export interface ChartLabel {
  name: string;
  y: number;
  tone: string;
}
export interface Chart {
  plot: { left: number; top: number; right: number; bottom: number };
  points: { x: number; y: number; index: number }[];
  valuePath: string;
  areaPath: string;
  expectedPath: string;
  todayX: number | null;
  yTicks: { y: number; value: number }[];
  xTicks: { x: number; on: string }[];
  marks: { y: number; name: string; value: number; tone: string }[];
  labels: ChartLabel[];
  /** Where the expected line carries its name, when its end is taken by another label. */
  expectedLabel: { x: number; y: number } | null;
}

const lineGap = 16;

/** Moves labels apart so that no two stand closer than a line; keeps their order and the box. */
export function spread(labels: ChartLabel[], top: number, bottom: number): ChartLabel[] {
  const sorted = labels.map((label) => ({ ...label })).sort((a, b) => a.y - b.y);
  for (let i = 1; i < sorted.length; i++) sorted[i]!.y = Math.max(sorted[i]!.y, sorted[i - 1]!.y + lineGap);
  const over = (sorted.at(-1)?.y ?? 0) - bottom;
  if (over > 0) {
    sorted.at(-1)!.y = bottom;
    for (let i = sorted.length - 2; i >= 0; i--)
      sorted[i]!.y = Math.min(sorted[i]!.y, sorted[i + 1]!.y - lineGap);
  }
  for (const label of sorted) label.y = Math.max(label.y, top);
  return sorted;
}

function dateTicks(from: string, to: string, most: number): string[] {
  const scale = scaleUtc().domain([civil(from), civil(to)]);
  const ticks = scale.ticks(most).map((tick) => tick.toISOString().slice(0, 10));
  const step = Math.ceil(ticks.length / most);
  return ticks.filter((_, i) => i % step === 0);
}

/** A spot four fifths along the line, to write on. */
function onLine(
  points: ChartPoint[],
  x: (at: Date) => number,
  y: (value: number) => number,
): { x: number; y: number } | null {
  const before = points.at(-2);
  const end = points.at(-1);
  if (!before || !end) return null;
  const part = 0.72;
  const x0 = x(civil(before.on));
  const y0 = y(before.value);
  return { x: x0 + (x(civil(end.on)) - x0) * part, y: y0 + (y(end.value) - y0) * part };
}

export function layoutChart(input: ChartInput): Chart {
  const narrow = input.width < 520;
  const plot = {
    left: narrow ? 44 : 56,
    top: 14,
    right: input.width - (narrow ? 14 : 118),
    bottom: input.height - 28,
  };
  const values = [...input.series, ...input.expected]
    .map((point) => point.value)
    .concat(input.marks.map((mark) => mark.value));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = high === low ? Math.max(1, Math.abs(high) * 0.1) : (high - low) * 0.06;
  const x = scaleUtc()
    .domain([civil(input.from), civil(input.to)])
    .range([plot.left, plot.right]);
  const y = scaleLinear()
    .domain([low - room, high + room])
    .range([plot.bottom, plot.top]);
  const path = line<ChartPoint>(
    (point) => x(civil(point.on)),
    (point) => y(point.value),
  );
  const smooth = line<ChartPoint>(
    (point) => x(civil(point.on)),
    (point) => y(point.value),
  ).curve(curveMonotoneX);
  const valuePath = smooth(input.series) ?? '';
  const points = input.series.map((point, index) => ({ x: x(civil(point.on)), y: y(point.value), index }));
  const marks = input.marks.map((mark) => ({ ...mark, y: y(mark.value) }));
  const expectedEnd = input.expected.at(-1);
  const labels: ChartLabel[] = marks.map(({ name, y: at, tone }) => ({ name, y: at, tone }));
  const taken = expectedEnd && marks.some((mark) => Math.abs(mark.y - y(expectedEnd.value)) < lineGap);
  if (expectedEnd && !taken) labels.push({ name: 'expected', y: y(expectedEnd.value), tone: 'expected' });
  const today = input.today >= input.from && input.today <= input.to ? x(civil(input.today)) : null;
  const last = points.at(-1);
  const first = points[0];
  return {
    plot,
    points,
    valuePath,
    areaPath: first && last ? `${valuePath}L${last.x} ${plot.bottom}L${first.x} ${plot.bottom}Z` : '',
    expectedPath: path(input.expected) ?? '',
    todayX: today,
    yTicks: y.ticks(narrow ? 4 : 5).map((value) => ({ value, y: y(value) })),
    xTicks: dateTicks(input.from, input.to, Math.max(3, Math.floor((plot.right - plot.left) / 84))).map(
      (on) => ({ on, x: x(civil(on)) }),
    ),
    marks,
    expectedLabel: taken || narrow ? onLine(input.expected, x, y) : null,
    labels: spread(labels, plot.top + 4, plot.bottom),
  };
}
