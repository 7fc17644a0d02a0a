import { z } from 'zod';
import { procedure } from './procedure';

/** The published routes over all protocols; snake case and ISO 8601 as existing clients read them. */
const isoTime = z.string();

const protocolStatus = z.object({
  name: z.string(),
  available: z.boolean(),
  connected: z.boolean(),
  status: z.enum(['not_initialized', 'initializing', 'ready', 'error', 'degraded', 'reconnecting', 'unknown']),
  last_heartbeat: isoTime.nullable(),
  is_heartbeat_stale: z.boolean(),
  time_since_last_heartbeat: z.number().nullable(),
  is_recovering: z.boolean(),
  availability_level: z.enum(['fully_available', 'available', 'degraded', 'unavailable']),
  health_score: z.number(),
  retry_count: z.number().int(),
  version: z.string(),
  metrics: z.record(z.string(), z.number()),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  demo: z.boolean(),
});

export const protocolsApiProcedures = {
  'api.protocols.status': procedure(
    'Status of every protocol',
    'view',
    z.object({}),
    z.object({
      timestamp: isoTime,
      version: z.string(),
      summary: z.object({
        total_protocols: z.number().int(),
        active_protocols: z.number().int(),
        supported_protocols: z.array(z.string()),
        protocols_list: z.array(z.string()),
        availability_summary: z.object({
          fully_available: z.number().int(),
          available: z.number().int(),
          degraded: z.number().int(),
          unavailable: z.number().int(),
        }),
        recovering_protocols: z.number().int(),
        health_score: z.number(),
      }),
      protocols: z.record(z.string(), protocolStatus),
    }),
    { rest: { method: 'GET', path: '/protocols/status' } },
  ),
  'api.unified.devices': procedure(
    'Devices of all protocols',
    'view',
    z.object({}),
    z.object({
      timestamp: isoTime,
      devices: z.record(
        z.string(),
        z.object({ protocol: z.string(), status: z.enum(['connected', 'disconnected']), details: z.record(z.string(), z.json()) }),
      ),
      summary: z.object({
        total_devices: z.number().int(),
        connected_devices: z.number().int(),
        connection_rate: z.number(),
        protocols: z.record(z.string(), z.object({ total: z.number().int(), connected: z.number().int() })),
      }),
    }),
    { rest: { method: 'GET', path: '/protocols/unified/devices' } },
  ),
};
