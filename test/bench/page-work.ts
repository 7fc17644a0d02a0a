import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';

/** Takes one figure. */
export type Result = (name: string, value: number, unit: string, goal?: string) => void;

const FRAME_US = 1_000_000 / 60;

const traceSchema = z.object({
  traceEvents: z.array(z.object({ name: z.string(), ph: z.string(), ts: z.number(), dur: z.number().optional(), tdur: z.number().optional(), pid: z.number(), tid: z.number(), args: z.record(z.string(), z.unknown()).optional() })),
});

/**
 * Processor time of the page's main thread in each sixtieth of a second, milliseconds, in ascending order. Processor time,
 * so that other programs on the machine do not count; tasks within tasks count once.
 */
function workAFrame(trace: Buffer): number[] {
  const { traceEvents } = traceSchema.parse(JSON.parse(trace.toString()));
  const mains = traceEvents.filter((event) => event.name === 'thread_name' && event.args?.['name'] === 'CrRendererMain');
  const ofMain = traceEvents.filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && mains.some((main) => main.pid === event.pid && main.tid === event.tid));
  const outer: typeof ofMain = [];
  let end = 0;
  for (const task of ofMain.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    if (task.ts < end) continue;
    outer.push(task);
    end = task.ts + (task.dur ?? 0);
  }
  const first = outer[0]?.ts ?? 0;
  const frames = Array.from({ length: Math.max(1, Math.ceil((end - first) / FRAME_US)) }, () => 0);
  for (const task of outer) {
    const at = Math.floor((task.ts - first) / FRAME_US);
    frames[at] = (frames[at] ?? 0) + (task.tdur ?? task.dur ?? 0) / 1000;
  }
  return frames.sort((a, b) => a - b);
}

/** Measures what the main thread of a page does while `during` runs, and hands over its figures. */
export async function watch(browser: Browser, page: Page, name: string, during: () => Promise<void>, result: Result): Promise<void> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await during();
  const frames = workAFrame(await browser.stopTracing());
  const share = (part: number): number => frames[Math.min(frames.length - 1, Math.floor(frames.length * part))] ?? Number.NaN;
  result(`${name}: main thread, mean of a frame`, frames.reduce((sum, ms) => sum + ms, 0) / frames.length, 'ms', '< 8');
  result(`${name}: main thread, 95 of 100 frames`, share(0.95), 'ms');
  result(`${name}: main thread, 99 of 100 frames`, share(0.99), 'ms');
}
