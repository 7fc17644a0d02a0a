import { z } from 'zod';
import { contractErrorSchema } from './answer';

/**
 * The messages of the WebSocket door (JSON, one object a text message). The IPC door carries the same things as function
 * arguments. The server speaks first, with `hello`, once it knows who is asking: at once where a cookie says so, else
 * after the client's first message `{ token }`.
 */

/** Largest message that a client may send, octets: room for a file of 48 MiB as base64. */
export const MAX_CLIENT_MESSAGE_OCTETS = 66 * 1024 * 1024;
/** Subscriptions that one connection may hold. */
export const MAX_SUBSCRIPTIONS = 256;
/** Batches a second that a connection receives at most. */
export const MAX_BATCHES_PER_SECOND = 30;

/** Chosen by the client; the answer carries it back. */
const requestIdSchema = z.number().int().min(0);

export const tokenMessageSchema = z.strictObject({ token: z.string().min(1).max(4096) });
export const callMessageSchema = z.strictObject({
  id: requestIdSchema,
  call: z.string().min(1).max(128),
  input: z.unknown(),
  tenantId: z.uuid().optional(),
});
export const subscribeMessageSchema = z.strictObject({
  id: requestIdSchema,
  subscribe: z.string().min(1).max(64),
  filter: z.unknown(),
  tenantId: z.uuid().optional(),
});
/** `unsubscribe` is the number that the answer to `subscribe` gave. */
export const unsubscribeMessageSchema = z.strictObject({ id: requestIdSchema, unsubscribe: z.number().int().min(1) });

export const clientMessageSchema = z.union([callMessageSchema, subscribeMessageSchema, unsubscribeMessageSchema, tokenMessageSchema]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

export const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: contractErrorSchema }),
]);

/** The value of the answer to `subscribe`. */
export const subscribedSchema = z.object({ subscription: z.number().int() });

export const helloMessageSchema = z.object({ hello: z.object({ contractVersion: z.number().int(), user: z.string() }) });
/** `id` is null where the message was not understood far enough to know it. */
export const answerMessageSchema = z.object({ id: requestIdSchema.nullable(), answer: answerSchema });
export const eventMessageSchema = z.object({ subscription: z.number().int(), topic: z.string(), payload: z.unknown() });
export const serverMessageSchema = z.union([answerMessageSchema, eventMessageSchema, helloMessageSchema]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
