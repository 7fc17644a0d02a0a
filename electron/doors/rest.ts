import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ContractError } from '../../shared/contract/answer';
import type { ProcedureName } from '../../shared/contract';
import type { Authenticator } from './authenticator';
import { refusal, type Gate } from './gate';
import { openApiDocument, procedureNames, routeOf } from './openapi';
import { problemOf, PROBLEM_TYPE } from './problem';

export interface RestDoorOptions {
  readonly gate: Gate;
  readonly authenticator: Authenticator;
  readonly version: string;
}

/** Procedures whose input carries a file. */
const FILE_INPUTS: readonly ProcedureName[] = ['project.import', 'points.preview', 'map.diff', 'map.diffCsv', 'map.adopt'];
export const FILE_BODY_OCTETS = 66 * 1024 * 1024;
/** Room for the register map of the largest device. */
export const BODY_OCTETS = 16 * 1024 * 1024;

const bodySchema = z.record(z.string(), z.unknown()).nullish();
const paramsSchema = z.record(z.string(), z.string());
const querySchema = z.object({ tenant_id: z.uuid().optional() });

const NO_TOKEN = refusal('unauthenticated', 'An access token is needed: Authorization: Bearer <token>.').error;

/** What a request asked for does not exist. */
export function nothingAt({ method, url }: FastifyRequest): ContractError {
  return refusal('not_found', `There is nothing at ${method} ${url.split('?')[0] ?? ''}.`).error;
}

/** Sends an error as RFC 9457 says. */
export function sendProblem(reply: FastifyReply, error: ContractError): FastifyReply {
  const problem = problemOf(error);
  if (error.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer realm="ThermaCore Workstation"');
  return reply.code(problem.status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** Adds `/api/v1`: a route for each procedure, and the OpenAPI document of them all. */
export function addRestDoor(app: FastifyInstance, { gate, authenticator, version }: RestDoorOptions): void {
  for (const name of procedureNames) {
    const { method, path, successStatus } = routeOf(name);
    app.route({
      method,
      url: `/api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      // Before the body is read: parsing 66 MiB is nothing that a stranger may ask for.
      onRequest: (request, reply, done) => {
        if (authenticator.sessionOf(request) === null) sendProblem(reply, NO_TOKEN);
        else done();
      },
      bodyLimit: FILE_INPUTS.includes(name) ? FILE_BODY_OCTETS : BODY_OCTETS,
      handler: (request, reply) => answer(gate, authenticator, name, successStatus, request, reply),
    });
  }
  let document: string | null = null;
  app.get('/api/v1/openapi.json', (request, reply) => {
    if (authenticator.sessionOf(request) === null) return sendProblem(reply, refusal('unauthenticated', 'An access token is needed.').error);
    document ??= JSON.stringify(openApiDocument(version));
    return reply.header('content-type', 'application/json; charset=utf-8').send(document);
  });
  app.all('/api/v1/*', (request, reply) => {
    if (authenticator.sessionOf(request) === null) return sendProblem(reply, refusal('unauthenticated', 'An access token is needed.').error);
    return sendProblem(reply, nothingAt(request));
  });
}

async function answer(gate: Gate, authenticator: Authenticator, name: ProcedureName, successStatus: number, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const session = authenticator.sessionOf(request);
  // Who is asking comes first: nobody learns what is wrong with a request that they may not make. A session may have ended while the body came.
  if (session === null) return sendProblem(reply, NO_TOKEN);
  const query = querySchema.safeParse(request.query);
  // A tenant id that is none names a tenant that does not exist.
  if (!query.success) return sendProblem(reply, refusal('not_found', 'There is no such tenant.').error);
  const input = joinInput(request);
  if (!input.ok) return sendProblem(reply, input.error);
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const answered = await gate.call({ session, name, input: input.value, tenantId: query.data.tenant_id, signal: gone.signal });
  if (!answered.ok) return sendProblem(reply, answered.error);
  return reply.code(successStatus).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answered.value));
}

/** The body, if there is one, joined by what the path says; the two must not contradict each other. */
function joinInput(request: FastifyRequest): { ok: true; value: unknown } | { ok: false; error: ContractError } {
  const body = bodySchema.safeParse(request.body);
  if (!body.success) return refusal('bad_input', 'The body must be a JSON object.', { fields: [{ path: '', message: 'must be a JSON object' }] });
  const params = paramsSchema.parse(request.params ?? {});
  for (const [key, value] of Object.entries(params)) {
    const own = body.data?.[key];
    if (own !== undefined && own !== value) return refusal('bad_input', `${key} in the body differs from the address.`, { fields: [{ path: key, message: 'differs from the address' }] });
  }
  return { ok: true, value: { ...body.data, ...params } };
}
