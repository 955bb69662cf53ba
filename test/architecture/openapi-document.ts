/* eslint-disable @typescript-eslint/no-explicit-any -- a document of every shape */

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly operationId?: string;
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema?: Schema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: Schema; readonly example?: any }> };
  readonly responses: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
  readonly [extension: string]: any;
}

/** A schema of OpenAPI 3.0 (the object of that name in its specification). */
export interface Schema {
  readonly type?: string;
  readonly properties?: Record<string, Schema>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly any[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly nullable?: boolean;
  readonly [keyword: string]: any;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export function operationsOf(document: any): Operation[] {
  return Object.entries<any>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ ...item[method], method: method.toUpperCase(), path })),
  );
}

/** Calls `visit` with every object in the document and where it stands. */
export function walk(value: any, visit: (node: any, at: string) => void, at = '#'): void {
  if (typeof value !== 'object' || value === null) return;
  visit(value, at);
  for (const [key, item] of Object.entries(value)) walk(item, visit, `${at}/${key.replaceAll('/', '~1')}`);
}

/** A schema and all schemas in it, each with where it stands. */
export function* schemasIn(schema: Schema, at: string): Generator<readonly [string, Schema]> {
  yield [at, schema];
  const { properties = {}, additionalProperties, items, not, allOf = [], anyOf = [], oneOf = [] } = schema;
  for (const [name, one] of Object.entries(properties)) yield* schemasIn(one, `${at}.${name}`);
  if (typeof additionalProperties === 'object') yield* schemasIn(additionalProperties, `${at}.*`);
  for (const one of [items, not, ...allOf, ...anyOf, ...oneOf]) if (one) yield* schemasIn(one, `${at}[]`);
}

/** All schemas that the bodies, answers and parameters of an operation consist of. */
export function schemasOf({ method, path, parameters = [], requestBody, responses }: Operation): [string, Schema][] {
  const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
  const roots = contents.flatMap((content) => Object.values(content ?? {}).map(({ schema }) => schema));
  const all = [...roots, ...parameters.map(({ schema }) => schema)].filter((schema) => schema !== undefined);
  return all.flatMap((schema) => [...schemasIn(schema, `${method} ${path}`)] as [string, Schema][]);
}

export const bodyOf = ({ requestBody }: Operation): Schema | undefined =>
  requestBody?.content['application/json']?.schema;
