import { z } from 'zod';

export const MeBody = z
  .object({
    id: z.number(),
    login: z.string().optional().meta({ description: 'For compatible clients, or with the scope `email`.' }),
    name: z.string().optional().meta({ description: 'For compatible clients, or with the scope `profile`.' }),
  })
  .meta({ example: { id: 1203, login: 'ada@northwind.example', name: 'Ada Bauer' } });
