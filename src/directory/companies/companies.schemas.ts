import { z } from 'zod';
import { asTime, nameText } from '../../shared/index.js';
import type { Company } from './company.entity.js';

/** A company as Procore's clients read it; what Gatehouse does not keep is null. */
export const CompanyListItem = z
  .object({
    id: z.number(),
    name: z.string(),
    is_active: z.boolean(),
    logo_url: z.null(),
    pcn_business_experience: z.null(),
    my_company: z.boolean().meta({ description: 'True for one company of the list at most.' }),
  })
  .meta({
    example: {
      id: 17,
      name: 'Northwind Construction',
      is_active: true,
      logo_url: null,
      pcn_business_experience: null,
      my_company: true,
    },
  });

const SecondFactor = z.enum(['optional', 'required']).meta({
  description: 'Whether people connect the company to apps only when they signed in with a second factor.',
});

export const CompanySettings = z
  .object({
    id: z.number(),
    name: z.string(),
    is_active: z.boolean(),
    environment: z.enum(['production', 'sandbox']),
    allow_user_installs: z.boolean(),
    second_factor: SecondFactor,
    created_at: z.string().meta({ format: 'date-time' }),
  })
  .meta({
    example: {
      id: 17,
      name: 'Northwind Construction',
      is_active: true,
      environment: 'production',
      allow_user_installs: false,
      second_factor: 'optional',
      created_at: '2026-01-15T08:00:00.000Z',
    },
  });

export const ChangeCompany = z
  .strictObject({
    name: nameText(200).optional(),
    second_factor: SecondFactor.optional(),
  })
  .meta({ example: { name: 'Northwind Construction', second_factor: 'required' } });
export type ChangeCompany = z.output<typeof ChangeCompany>;

export const CompanyBaseUrl = z
  .object({ zone: z.string(), web_base_url: z.string() })
  .meta({ example: { zone: 'us', web_base_url: 'https://gatehouse.example' } });

export const companyListItem = (company: Company, isFirst: boolean): z.input<typeof CompanyListItem> => ({
  id: company.id,
  name: company.name,
  is_active: company.active,
  logo_url: null,
  pcn_business_experience: null,
  my_company: isFirst,
});

export const companySettings = (company: Company): z.input<typeof CompanySettings> => ({
  id: company.id,
  name: company.name,
  is_active: company.active,
  environment: company.environment,
  allow_user_installs: company.allowUserInstalls,
  second_factor: company.secondFactor,
  created_at: asTime(company.createdAt),
});
