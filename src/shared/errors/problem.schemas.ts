import { z } from 'zod';

/** The body of every refusal under `/rest` (RFC 9457), for the OpenAPI document. */
export const ProblemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable; all of them are in docs/errors.md.' }),
    request_id: z.string(),
    errors: z.union([z.array(z.string()), z.record(z.string(), z.array(z.string()))]),
  })
  .meta({
    example: {
      type: 'urn:gatehouse:error:app_not_connected',
      title: 'Forbidden',
      status: 403,
      detail: 'App is not connected to this company.',
      code: 'app_not_connected',
      request_id: '5f9c1d0e-8f0b-4c52-9a51-0d3a2f1f7f10',
      errors: ['App is not connected to this company.'],
    },
  });
