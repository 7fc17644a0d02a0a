import type { Page } from '@playwright/test';

/** What a picture of a trend with one pen has in it. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Different colours; one for an empty picture. */
  readonly colours: number;
  /** Height of the pen above the lower edge at its left and its right end, in pixels; null without a pen. */
  readonly pen: { readonly left: number; readonly right: number } | null;
  /** Dashed verticals from the top to the bottom of the plot, as a write makes them. */
  readonly markers: number;
}

/** Decodes a PNG in the page and looks for the first pen and the markers in the colours of the theme. */
export function readDrawing(page: Page, png: Buffer): Promise<Drawing> {
  return page.evaluate(async (encoded) => {
    const octets = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([octets], { type: 'image/png' }));
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (context === null) throw new Error('There is no canvas to decode the picture on.');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const pixels = new Uint32Array(data.buffer);

    const style = getComputedStyle(document.documentElement);
    const sample = new OffscreenCanvas(1, 1).getContext('2d');
    const colourOf = (token: string): readonly number[] => {
      if (sample === null) return [];
      sample.fillStyle = style.getPropertyValue(token).trim();
      sample.fillRect(0, 0, 1, 1);
      return [...sample.getImageData(0, 0, 1, 1).data];
    };
    /** Near enough for the edge of a line that is smoothed. */
    const near = (at: number, colour: readonly number[]): boolean => [0, 1, 2].every((channel) => Math.abs((data[at * 4 + channel] ?? 0) - (colour[channel] ?? 0)) <= 24) && (data[at * 4 + 3] ?? 0) > 200;
    const rowsOf = (x: number, colour: readonly number[]): readonly number[] => Array.from({ length: height }, (_, y) => y).filter((y) => near(y * width + x, colour));

    const pen = colourOf('--pen-1');
    const marker = colourOf('--text-2');
    let left: number | null = null;
    let right: number | null = null;
    let markers = 0;
    for (let x = 0; x < width; x += 1) {
      // In an exported picture the legend begins with a short line of the pen; it stands left of the plot, under its axis.
      const upper = x > width * 0.1 ? rowsOf(x, pen)[0] : undefined;
      if (upper !== undefined) {
        left ??= height - upper;
        right = height - upper;
      }
      const dashes = rowsOf(x, marker);
      // Half of a dashed line is drawn, and it reaches over most of the picture; no letter is as tall.
      if (dashes.length > height * 0.25 && (dashes.at(-1) ?? 0) - (dashes[0] ?? 0) > height * 0.5) markers += 1;
    }
    return { width, height, colours: new Set(pixels).size, pen: left === null || right === null ? null : { left, right }, markers };
  }, png.toString('base64'));
}
