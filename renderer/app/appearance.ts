import { z } from 'zod';
import { Store } from '../client/store';
import type { NumberFormat } from '../components/format/number';

export const appearanceSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Light theme with all text at full strength, for work in the sun. */
  sunlight: z.boolean(),
  density: z.enum(['compact', 'comfortable', 'gloves']),
  /** Percent, 100 to 200 in steps of 25. */
  scale: z.number().int().min(100).max(200),
  numberFormat: z.enum(['comma', 'point']),
  /** Which way of writing addresses, as an index into the protocol's notations, by protocol. */
  addressNotation: z.record(z.string(), z.number().int().min(0).max(15)),
});
export type AppearanceSettings = z.infer<typeof appearanceSchema>;

export const defaultAppearance: AppearanceSettings = {
  theme: 'system',
  sunlight: false,
  density: 'compact',
  scale: 100,
  numberFormat: 'comma',
  addressNotation: {},
};

const densities = ['compact', 'comfortable', 'gloves'] as const;

/** Theme, density, scale and notations; applied to the document as attributes that style sheets read. */
export class Appearance {
  readonly settings = new Store<AppearanceSettings>(defaultAppearance);
  /** Widths that the page is below, and whether it is low, in pixels of the page. */
  readonly viewport = new Store<{ readonly below: readonly number[]; readonly low: boolean }>({ below: [], low: false });
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #onResize = (): void => this.#measure();
  readonly #onScheme = (): void => this.#apply();

  constructor(private readonly root: HTMLElement) {
    this.settings.subscribe(() => this.#apply());
    this.#dark.addEventListener('change', this.#onScheme);
    addEventListener('resize', this.#onResize);
    this.#apply();
  }

  theme(): 'light' | 'dark' {
    const { theme, sunlight } = this.settings.get();
    if (sunlight) return 'light';
    if (theme !== 'system') return theme;
    return this.#dark.matches ? 'dark' : 'light';
  }

  change(change: Partial<AppearanceSettings>): void {
    this.settings.update((before) => ({ ...before, ...change }));
  }

  toggleTheme(): void {
    this.change({ theme: this.theme() === 'dark' ? 'light' : 'dark', sunlight: false });
  }

  nextDensity(): void {
    const at = densities.indexOf(this.settings.get().density);
    this.change({ density: densities[(at + 1) % densities.length] ?? 'compact' });
  }

  /** @param step 1 larger, -1 smaller, 0 back to 100 % */
  scale(step: 1 | -1 | 0): void {
    const now = this.settings.get().scale;
    this.change({ scale: step === 0 ? 100 : Math.max(100, Math.min(200, now + step * 25)) });
  }

  #apply(): void {
    const { density, scale, sunlight } = this.settings.get();
    const { dataset, style } = this.root;
    dataset['theme'] = this.theme();
    dataset['density'] = density;
    dataset['scale'] = String(scale);
    if (sunlight) dataset['sunlight'] = '';
    else delete dataset['sunlight'];
    style.zoom = String(scale / 100);
    style.setProperty('--page-scale', String(scale / 100));
    this.#tellWindow();
    this.#measure();
  }

  /** The system draws the window's buttons over the title bar in the page's theme colour. */
  #tellWindow(): void {
    const meta = document.querySelector('meta[name="theme-color"]') ?? document.head.appendChild(document.createElement('meta'));
    meta.setAttribute('name', 'theme-color');
    meta.setAttribute('content', getComputedStyle(this.root).getPropertyValue('--bg-chrome').trim());
  }

  #measure(): void {
    const scale = this.settings.get().scale / 100;
    const width = innerWidth / scale;
    const below = [1400, 1100, 820].filter((limit) => width < limit);
    const low = innerHeight / scale < 560;
    this.root.dataset['below'] = below.join(' ');
    if (low) this.root.dataset['low'] = '';
    else delete this.root.dataset['low'];
    const now = this.viewport.get();
    if (now.low !== low || now.below.length !== below.length) this.viewport.set({ below, low });
  }

  close(): void {
    this.#dark.removeEventListener('change', this.#onScheme);
    removeEventListener('resize', this.#onResize);
  }
}

export type { NumberFormat };
