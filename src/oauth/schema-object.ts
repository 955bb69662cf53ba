import type { ApiBodyOptions } from '@nestjs/swagger';

/** An OpenAPI schema, as @nestjs/swagger takes it. */
export type SchemaObject = Exclude<Extract<ApiBodyOptions, { schema: unknown }>['schema'], { $ref: string }>;
