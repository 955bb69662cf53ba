import { z } from 'zod';
import { asTime } from '../shared/index.js';
import { type Rfi, RFI_STATUSES } from './rfi.entity.js';

const EXAMPLE = {
  subject: 'Fire rating of door 2.14',
  question: 'The door schedule says EI30, the plan EI60. Which one holds?',
  assignee_id: 1203,
  status: 'open' as const,
};

const fields = {
  subject: z.string().trim().min(1).max(200),
  question: z.string().trim().min(1).max(10_000),
  assignee_id: z.number().int().positive().nullable(),
  status: z.enum(RFI_STATUSES),
};

export const OpenRfi = z
  .strictObject({ ...fields, assignee_id: fields.assignee_id.default(null), status: fields.status.default('open') })
  .meta({ example: EXAMPLE });
export type OpenRfi = z.output<typeof OpenRfi>;

export const ChangeRfi = z
  .strictObject(fields)
  .partial()
  .meta({ example: { status: 'closed' } });
export type ChangeRfi = z.output<typeof ChangeRfi>;

const time = z.string().meta({ format: 'date-time' });

export const RfiBody = z
  .object({
    id: z.number(),
    project_id: z.number(),
    number: z.number().meta({ description: 'Counts within the project.' }),
    ...fields,
    created_by: z.number(),
    created_at: time,
    updated_at: time,
  })
  .meta({
    example: {
      id: 9001,
      project_id: 42,
      number: 7,
      ...EXAMPLE,
      created_by: 1187,
      created_at: '2026-01-15T08:00:00.000Z',
      updated_at: '2026-01-15T08:00:00.000Z',
    },
  });

export const rfiBody = (rfi: Rfi): z.input<typeof RfiBody> => ({
  id: rfi.id,
  project_id: rfi.projectId,
  number: rfi.number,
  subject: rfi.subject,
  question: rfi.question,
  assignee_id: rfi.assigneeId,
  status: rfi.status,
  created_by: rfi.createdBy,
  created_at: asTime(rfi.createdAt),
  updated_at: asTime(rfi.updatedAt),
});
