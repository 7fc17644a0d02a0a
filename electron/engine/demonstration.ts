/** The simulated plant as the procedures know it. */
export interface Demonstration {
  /** Starts the plant and opens its project in its own tenant. */
  start(): Promise<{ tenantId: string; projectId: string }>;
  stop(): Promise<void>;
  state(): { running: boolean; tenantId: string | null };
}
