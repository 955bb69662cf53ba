import {
  applyDecorators,
  Body,
  createParamDecorator,
  type ExecutionContext,
  Param,
  Query,
  SetMetadata,
} from '@nestjs/common';
import { ApiBody, ApiExtension, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invalidFields, notFound } from '../errors/domain-error.js';
import { publicIdOf } from '../text/identifiers.js';

type JsonSchema = Record<string, unknown>;

/** The JSON Schema of a zod schema as OpenAPI 3 shows it: examples and descriptions come from `.meta()`. */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'input'): JsonSchema => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, target: 'openapi-3.0', unrepresentable: 'any' });
  return json;
};

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'is not a known field';
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'is required' : issue.message;
}

/** Every wrong field at once, by dotted path; what concerns no field stands under `base`. */
export function fieldErrorsOf(error: z.ZodError): Record<string, string[]> {
  const fields = Object.create(null) as Record<string, string[]>;
  for (const issue of error.issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = messageOf(issue);
    for (const path of paths) (fields[path.join('.') || 'base'] ??= []).push(message);
  }
  return fields;
}

/** Parses `value` or throws the 422 that names every wrong field. */
export function parseOrRefuse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidFields(fieldErrorsOf(parsed.error));
  return parsed.data;
}

const pipe = (schema: z.ZodType) => ({ transform: (value: unknown) => parseOrRefuse(schema, value ?? {}) });

/**
 * A schema's constant and its inferred type share a name, so the compiler records the constant as the parameter's
 * class; OpenAPI would take it for one.
 */
function forgetType(target: object, key: string | symbol, index: number): void {
  const types = Reflect.getMetadata('design:paramtypes', target, key) as unknown[] | undefined;
  if (types) types[index] = Object;
}

/** The request body, checked against `schema` (use `z.strictObject`: unknown fields are 422). Documented by `@Accepts`. */
export const BodyOf =
  (schema: z.ZodType): ParameterDecorator =>
  (target, key, index) => {
    Body(pipe(schema))(target, key, index);
    if (key !== undefined) forgetType(target, key, index);
  };

/** The query string, checked against `schema`, its fields documented. */
export const QueryOf =
  (schema: z.ZodObject): ParameterDecorator =>
  (target, key, index) => {
    Query(pipe(schema))(target, key, index);
    if (key === undefined) return;
    forgetType(target, key, index);
    const { properties = {}, required = [] } = jsonSchemaOf(schema) as {
      properties?: Record<string, JsonSchema & { description?: string }>;
      required?: string[];
    };
    const method = Object.getOwnPropertyDescriptor(target, key) as PropertyDescriptor;
    for (const [name, { description, ...field }] of Object.entries(properties)) {
      ApiQuery({ name, required: required.includes(name), description, schema: field as never })(target, key, method);
    }
  };

/** A numeric id in the path. What is no id cannot exist: 404, as for one that does not. */
export const IdParam = (name: string): ParameterDecorator =>
  Param(name, {
    transform: (value: unknown) => {
      const id = publicIdOf(value);
      if (id === undefined) throw notFound();
      return id;
    },
  });

/** Documents the body of a route. */
export const Accepts = (schema: z.ZodType): MethodDecorator =>
  ApiBody({ schema: jsonSchemaOf(schema) as never, required: true });

export const RESPONSE_SCHEMA = 'gatehouse:response-schema';

/** The body that a route answers with: documents it, and a field that is not in the schema never leaves. */
export const Returns = (
  schema: z.ZodType,
  options: { readonly status?: number; readonly description?: string } = {},
): MethodDecorator =>
  applyDecorators(
    SetMetadata(RESPONSE_SCHEMA, schema),
    ApiResponse({
      status: options.status ?? 200,
      description: options.description ?? 'Done.',
      schema: jsonSchemaOf(schema, 'output'),
    }),
  );

/** A route that may also answer in another way, such as 202 with what was kept for later. Stands above `@Returns`. */
export const ReturnsAlso = (
  schema: z.ZodType,
  options: { readonly status: number; readonly description: string },
): MethodDecorator => {
  const document = ApiResponse({ ...options, schema: jsonSchemaOf(schema, 'output') });
  return (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const first = Reflect.getMetadata(RESPONSE_SCHEMA, handler) as z.ZodType;
    Reflect.defineMetadata(RESPONSE_SCHEMA, z.union([first, schema]), handler);
    return document(target, key, descriptor);
  };
};

/** A list: handlers return a `Paged`; `page` and `per_page` in the query, `Total`, `Per-Page` and `Link` in the answer. */
export const ReturnsList = (item: z.ZodType): MethodDecorator =>
  applyDecorators(Returns(z.array(item)), ApiExtension('x-paged', true));

/** The raw request, for the few handlers that need a header. */
export const RawRequest = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);
