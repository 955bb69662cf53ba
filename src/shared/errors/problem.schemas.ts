import { z } from 'zod';

/** The body of every refusal under `/rest` (RFC 9457), for the OpenAPI document. */
export const ProblemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string().meta({ description: 'Stable; all of them are in docs/errors.md.' }),
  request_id: z.string(),
  errors: z.union([z.array(z.string()), z.record(z.string(), z.array(z.string()))]),
});
