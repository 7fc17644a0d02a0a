import type { z } from 'zod';

/** What a session may do. `view` reads, `operate` opens projects, connects and tests, `write` changes devices, `configure` edits the project. */
export const permissions = ['view', 'operate', 'write', 'configure', 'administer'] as const;
export type Permission = (typeof permissions)[number];

export interface RestRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, with `{name}` for path parameters, which join the input by their names. */
  readonly path: string;
  readonly successStatus?: 200 | 201;
}

/**
 * One thing that the product can do. Every procedure is reachable by IPC, WebSocket and REST: by its own route where
 * the published API has one, else as `POST /api/v1/procedures/<name>`.
 */
export interface Procedure<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  readonly permission: Permission;
  /** True where a call is recorded in the audit trail with its input (secrets left out) and its outcome. */
  readonly audited: boolean;
  /** True where the call is the tenant's own business; false for what concerns the installation or the person. */
  readonly tenant: boolean;
  readonly rest: RestRoute | null;
}

type Options = Partial<Pick<Procedure, 'audited' | 'tenant' | 'rest'>>;

/** Declares a procedure: not audited, of a tenant, without a route of its own unless told otherwise. */
export function procedure<I extends z.ZodType, O extends z.ZodType>(
  summary: string,
  permission: Permission,
  input: I,
  output: O,
  options: Options = {},
): Procedure<I, O> {
  return { summary, permission, input, output, audited: false, tenant: true, rest: null, ...options };
}
