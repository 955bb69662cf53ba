import { z } from 'zod';
import { asTime, asTimeOrNull } from '../../shared/index.js';
import { MAILBOXES } from './domain-mail.js';
import type { EmailDomain } from './email-domain.entity.js';
import { recordNameOf, recordTextOf } from './email-domains.js';

/** Body of `POST …/domains`. */
export const NewDomainBody = z
  .strictObject({ domain: z.string().min(1).max(300) })
  .meta({ example: { domain: 'northwind.example' } });
export type NewDomainBody = z.output<typeof NewDomainBody>;

/** Body of `POST …/domains/{id}/actions/send_confirmation`. */
export const ConfirmationBody = z
  .strictObject({ mailbox: z.enum(MAILBOXES).default('postmaster') })
  .meta({ example: { mailbox: 'postmaster' } });
export type ConfirmationBody = z.output<typeof ConfirmationBody>;

export const DomainShape = z
  .object({
    id: z.number().int(),
    domain: z.string(),
    verified_at: z.string().nullable().meta({ description: 'Null until it is proven.' }),
    proof_method: z.enum(['dns', 'mail']).nullable(),
    txt_record: z
      .object({ name: z.string(), value: z.string() })
      .meta({ description: 'Add this TXT record to the DNS, then verify, and leave it there: it is looked at daily.' }),
    record_missing_since: z.string().nullable().meta({
      description:
        'Since when a domain that the DNS proved has its record no more; after a week it is not proven any longer.',
    }),
    created_at: z.string(),
  })
  .meta({
    example: {
      id: 12,
      domain: 'northwind.example',
      verified_at: null,
      proof_method: null,
      txt_record: {
        name: '_gatehouse-challenge.northwind.example',
        value: 'gatehouse-domain-verification=4fZ0mJ7oWcHq2yK9sB3xLe',
      },
      record_missing_since: null,
      created_at: '2026-01-15T08:00:00.000Z',
    },
  });
export type DomainBody = z.input<typeof DomainShape>;

export const domainBody = (row: EmailDomain): DomainBody => ({
  id: Number(row.id),
  domain: row.domain,
  verified_at: asTimeOrNull(row.verifiedAt),
  proof_method: row.proofMethod,
  txt_record: { name: recordNameOf(row), value: recordTextOf(row) },
  record_missing_since: asTimeOrNull(row.missingSince),
  created_at: asTime(row.createdAt),
});
