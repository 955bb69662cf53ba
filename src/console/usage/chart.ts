import { dateOf, DAY_MS, type UsageBody } from '../../usage/index.js';

/** One day of a chart: its bar, of which the errors are a part, in the chart's own units. */
export interface Bar {
  readonly day: string;
  readonly calls: number;
  readonly errors: number;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly errorsY: number;
  readonly errorsHeight: number;
}

export interface Chart {
  readonly width: number;
  readonly height: number;
  /** Where the days begin, right of the labels. */
  readonly left: number;
  readonly bars: readonly Bar[];
  readonly lines: readonly { readonly y: number; readonly value: number }[];
  readonly total: { readonly calls: number; readonly errors: number };
}

const WIDTH = 720;
const HEIGHT = 240;
/** Room for labels that a phone shows twice as large as the rest. */
const LEFT = 76;
const BOTTOM = 36;
const TOP = 16;

/** Calls per day as bars; days without calls are there, too. Pure. */
export function chartOf(days: readonly UsageBody[], from: number, to: number): Chart {
  const byDay = new Map(days.map((one) => [one.day, one]));
  const dates: string[] = [];
  for (let day = from; day <= to; day += DAY_MS) dates.push(dateOf(day));
  const highest = niceCeiling(Math.max(0, ...days.map(({ calls }) => calls)));
  const step = (WIDTH - LEFT) / Math.max(1, dates.length);
  const tall = (value: number): number => round((value / highest) * (HEIGHT - TOP - BOTTOM));
  const ground = HEIGHT - BOTTOM;
  const bars = dates.map((day, position) => {
    const { calls = 0, errors = 0 } = byDay.get(day) ?? {};
    const [height, errorsHeight] = [tall(calls), tall(errors)];
    const place = { x: round(LEFT + position * step + step * 0.1), width: round(step * 0.8) };
    return { day, calls, errors, ...place, y: ground - height, height, errorsY: ground - errorsHeight, errorsHeight };
  });
  const lines = [0, highest / 2, highest].map((value) => ({ value, y: ground - tall(value) }));
  const sum = (name: 'calls' | 'errors'): number => bars.reduce((total, bar) => total + bar[name], 0);
  return {
    width: WIDTH,
    height: HEIGHT,
    left: LEFT,
    bars,
    lines,
    total: { calls: sum('calls'), errors: sum('errors') },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The next of 2, 4, 10, 20, 40, 100 …, so that half of it is a whole number. */
function niceCeiling(value: number): number {
  for (let power = 1; ; power *= 10) {
    for (const factor of [2, 4, 10]) if (factor * power >= value) return factor * power;
  }
}
