import { z } from 'zod';
import { CONTRACT_VERSION, isProcedureName, procedures, type ProcedureName } from '../../shared/contract';
import type { Procedure } from '../../shared/contract/procedure';
import { errorCodes } from '../../shared/contract/answer';

type Json = z.core.util.JSONType;
type JsonObject = { [key: string]: Json };

/** Where every procedure without a route of its own is found. */
export function routeOf(name: ProcedureName): { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; successStatus: 200 | 201 } {
  const { rest } = procedures[name];
  return { method: rest?.method ?? 'POST', path: rest?.path ?? `/procedures/${name}`, successStatus: rest?.successStatus ?? 200 };
}

export const procedureNames: readonly ProcedureName[] = Object.keys(procedures).filter(isProcedureName);

/** The OpenAPI 3.1 document of the REST door, made from the contract: nothing in it is written by hand twice. */
export function openApiDocument(version: string): JsonObject {
  const schemas: JsonObject = { Problem: problemSchema() };
  const paths: Record<string, JsonObject> = {};
  for (const name of procedureNames) {
    const { method, path } = routeOf(name);
    const item = (paths[path] ??= {});
    item[method.toLowerCase()] = operation(name, procedures[name], schemas);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'ThermaCore Workstation', version, description: `Contract version ${CONTRACT_VERSION}. Every procedure of the product; those without a published route are POST /procedures/<name>.`, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The access token of the first run, or one made since' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
      schemas,
    },
  };
}

/** The cookie of a browser's session. */
export const SESSION_COOKIE = 'thermacore_session';

function operation(name: ProcedureName, procedure: Procedure, schemas: JsonObject): JsonObject {
  const { method, path, successStatus } = routeOf(name);
  const input = addSchema(`${name}.input`, procedure.input, 'input', schemas);
  const output = addSchema(`${name}.output`, procedure.output, 'output', schemas);
  const pathParameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => parameter(key, 'path', true));
  const tenant = parameter('tenant_id', 'query', false, { type: 'string', format: 'uuid' }, "The tenant; the token's own when missing");
  return {
    operationId: name,
    summary: procedure.summary,
    description: `Needs the permission \`${procedure.permission}\`.${procedure.audited ? ' Recorded in the audit trail.' : ''}`,
    tags: [path.startsWith('/procedures/') ? (name.split('.')[0] ?? name) : 'published'],
    parameters: [...pathParameters, tenant],
    ...(method === 'GET' || method === 'DELETE' ? {} : { requestBody: { required: false, content: { 'application/json': { schema: bodySchema(input, pathParameters.length > 0) } } } }),
    responses: {
      [String(successStatus)]: { description: 'Done', content: { 'application/json': { schema: { $ref: output } } } },
      default: { description: 'An error', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  };
}

/** Path parameters join the input by their names, so the body of such a route need not repeat them. */
function bodySchema(input: string, hasParameters: boolean): JsonObject {
  return hasParameters ? { $ref: input, description: 'What the path gives may be left out of the body.' } : { $ref: input };
}

function parameter(name: string, place: 'path' | 'query', required: boolean, schema: JsonObject = { type: 'string' }, description = ''): JsonObject {
  return { name, in: place, required, schema, ...(description === '' ? {} : { description }) };
}

/** Puts a schema among the components, its own definitions beside it, and gives its reference. */
function addSchema(name: string, schema: z.ZodType, io: 'input' | 'output', schemas: JsonObject): string {
  const generated: unknown = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })));
  const root = jsonObject.parse(generated);
  const { $defs, $schema: _, ...own } = root;
  const relocate = (value: Json): Json => relocateReferences(value, name);
  for (const [key, definition] of Object.entries(jsonObject.parse($defs ?? {}))) schemas[`${name}.${key}`] = relocate(definition);
  schemas[name] = relocate(own);
  return `#/components/schemas/${name}`;
}

const jsonObject = z.record(z.string(), z.json());

function relocateReferences(value: Json, name: string): Json {
  if (Array.isArray(value)) return value.map((item) => relocateReferences(item, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === '$ref' && typeof item === 'string' ? relocateReference(item, name) : relocateReferences(item, name)]),
  );
}

function relocateReference(reference: string, name: string): string {
  return reference === '#' ? `#/components/schemas/${name}` : reference.replace(/^#\/\$defs\//, `#/components/schemas/${name}.`);
}

function problemSchema(): JsonObject {
  return {
    type: 'object',
    description: 'RFC 9457, with `error` and `code` added',
    required: ['type', 'title', 'status', 'detail', 'error', 'code'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      error: { type: 'string' },
      code: { type: 'string', enum: [...errorCodes] },
      fields: { type: 'array', items: { type: 'object', required: ['path', 'message'], properties: { path: { type: 'string' }, message: { type: 'string' } } } },
      exception: { type: 'string', description: "The device's own exception" },
      reason: { type: 'string' },
      error_id: { type: 'string', description: 'Where the log has the cause' },
    },
  };
}
