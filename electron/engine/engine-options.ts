import type { DestinationStream } from 'pino';
import type { Clock, Protocol } from '../protocols/protocol';

/** What the two entries give the engine. Everything that differs between desktop and gateway is here. */
export interface EngineOptions {
  /** Everything is kept below this folder; made when missing. */
  readonly dataDir: string;
  readonly headless: boolean;
  /** True on the out-of-support runtime that stands in where the product's own could not be had. */
  readonly standInRuntime: boolean;
  /** `Electron 45.4.1, Node 22.x` or `Node 20.20.2`. */
  readonly runtime: string;
  readonly version: string;
  /** Folder of the bundled workers, such as `file:///.../dist/main/workers/`. */
  readonly workersUrl: URL;
  /** The licences of everything shipped (dist/licences.json); null where there is none. */
  readonly licencesFile: string | null;
  /** The device templates of the product (resources/templates); null or missing where there are none. */
  readonly templatesFolder?: string | null;
  /** 32 octets that open the vault, or why there are none: then secrets cannot be kept. */
  readonly vaultKey: { readonly ok: true; readonly key: Uint8Array } | { readonly ok: false; readonly reason: string };
  /** The protocols of the product unless given (tests give their own). */
  readonly protocols?: readonly Protocol[];
  readonly clock?: Clock;
  /** Where log lines go as JSON beside the ring that the screens read; the standard error stream unless given. */
  readonly logTo?: DestinationStream;
  /** Answers are checked against the contract too: for tests, it costs time. */
  readonly checkAnswers?: boolean;
}
