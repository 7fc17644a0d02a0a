import { expect, it } from 'vitest';
import { openApiDocument, procedureNames, routeOf } from '../../../electron/doors/openapi';
import { procedures } from '../../../shared/contract';
import { like } from '../../support/like';

interface Operation {
  readonly operationId: string;
  readonly parameters: { name: string; in: string; required: boolean }[];
  readonly responses: Record<string, unknown>;
  readonly requestBody?: unknown;
}
const document = openApiDocument('1.2.3') as unknown as { openapi: string; info: { version: string }; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };
const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })));

it('is OpenAPI 3.1 and has each procedure of the contract once, under its route', () => {
  expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3', title: like.text } });
  expect(operations.map(({ operation }) => operation.operationId).toSorted()).toEqual([...procedureNames].toSorted());
  for (const { path, method, operation } of operations) {
    const name = procedureNames.find((each) => each === operation.operationId)!;
    expect({ path, method: method.toUpperCase() }).toEqual({ path: routeOf(name).path, method: routeOf(name).method });
    expect(Object.keys(operation.responses)).toEqual([String(procedures[name].rest?.successStatus ?? 200), 'default']);
  }
});

it('declares every parameter of a path as required, and the tenant as a choice', () => {
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation.parameters.filter((each) => each.in === 'path').map(({ name, required }) => ({ name, required })), path).toEqual(inPath.map((name) => ({ name, required: true })));
    expect(operation.parameters.filter((each) => each.in === 'query')).toMatchObject([{ name: 'tenant_id', required: false }]);
  }
});

it('gives no body to GET and DELETE, and one to all others', () => {
  for (const { path, method, operation } of operations) expect('requestBody' in operation, `${method} ${path}`).toBe(method === 'post' || method === 'put');
});

it('has every schema that it refers to, and no reference that leads out of it', () => {
  const references = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) collect(item);
    else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) {
        if (key === '$ref') references.add(String(item));
        else collect(item);
      }
    }
  };
  collect(document);
  expect(references.size).toBeGreaterThan(procedureNames.length);
  for (const reference of references) {
    expect(reference).toMatch(/^#\/components\/schemas\/[A-Za-z0-9._-]+$/);
    expect(document.components.schemas, reference).toHaveProperty([reference.slice('#/components/schemas/'.length)]);
  }
  for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
});

it('says what existing clients send: the device of the published routes', () => {
  const schema = document.components.schemas['api.modbus.add.input'] as { properties: Record<string, unknown>; required: string[] };
  expect(Object.keys(schema.properties)).toEqual(like.listWith('device_id', 'unit_id', 'host', 'port', 'device_type', 'timeout', 'registers', 'tls', 'serial'));
  expect(schema.required).toEqual(['device_id', 'unit_id']);
});
