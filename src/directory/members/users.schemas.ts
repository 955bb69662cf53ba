import { z } from 'zod';
import type { PrincipalKind } from '../../identity/index.js';
import { asTime, lineText, nameText } from '../../shared/index.js';
import type { OwnIdentity } from '../me/own-identity.js';
import type { PermissionTemplate } from '../templates/permission-template.entity.js';
import type { Member } from './member.entity.js';

const time = z.string().meta({ format: 'date-time' });

const TemplateRef = z
  .object({ id: z.number(), name: z.string(), project_specific: z.boolean(), type: z.string() })
  .nullable();

const EXAMPLE = {
  id: 1203,
  kind: 'user' as const,
  managed_by_app_id: null,
  name: 'Ada Bauer',
  first_name: 'Ada',
  last_name: 'Bauer',
  email_address: 'ada@northwind.example',
  job_title: 'Site engineer',
  is_active: false,
  status: 'invited',
  is_employee: false,
  vendor: null,
  add_to_new_projects: false,
  last_login_at: null,
  permission_template: null,
  company_permission_template: null,
  created_at: '2026-01-15T08:00:00.000Z',
  updated_at: '2026-01-15T08:00:00.000Z',
};

/** A person or service account as Procore's clients read one; what Gatehouse does not keep is null or false. */
export const UserBody = z
  .object({
    id: z.number().meta({ description: 'Of the principal.' }),
    kind: z.enum(['user', 'service_account']).meta({ description: 'A person, or a service account.' }),
    managed_by_app_id: z
      .number()
      .nullable()
      .meta({ description: 'Of the service account of an installed app: the app, whose installation manages it.' }),
    name: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    email_address: z.string().nullable().meta({ description: 'As this company knows it.' }),
    job_title: z.string().nullable(),
    is_active: z.boolean(),
    status: z.enum(['invited', 'active', 'inactive']),
    is_employee: z.boolean(),
    vendor: z.null(),
    add_to_new_projects: z.boolean(),
    last_login_at: z.null(),
    permission_template: TemplateRef.meta({ description: 'In the project, on routes of a project.' }),
    company_permission_template: TemplateRef,
    created_at: time,
    updated_at: time,
  })
  .meta({ example: EXAMPLE });

/** One's own entry; what a token does not tell of its principal on `/me`, it does not tell here. */
export const OwnUserBody = UserBody.partial({
  name: true,
  first_name: true,
  last_name: true,
  job_title: true,
  email_address: true,
}).meta({ example: EXAMPLE });

const details = {
  first_name: lineText(100).optional(),
  last_name: nameText(100),
  job_title: lineText(100).nullable().optional(),
  company_permission_template_id: z.number().int().positive().nullable().optional(),
};

export const AddUser = z
  .object({ user: z.object({ ...details, email_address: z.string().max(254) }) })
  .meta({ example: { user: { email_address: 'ada@northwind.example', first_name: 'Ada', last_name: 'Bauer' } } });
export type AddUser = z.output<typeof AddUser>;

export const ChangeUser = z
  .object({
    user: z.object({
      ...details,
      last_name: details.last_name.optional(),
      email_address: z.string().max(254).optional().meta({ description: 'Cannot be changed here.' }),
      is_active: z.boolean().optional(),
    }),
  })
  .meta({ example: { user: { job_title: 'Foreman' } } });
export type ChangeUser = z.output<typeof ChangeUser>;

export const AddToProject = z
  .object({ user: z.object({ permission_template_id: z.number().int().positive().nullable().optional() }).optional() })
  .meta({ example: { user: { permission_template_id: 7 } } });
export type AddToProject = z.output<typeof AddToProject>;

/** What to show beside a member: of which kind the principal is, and the templates. */
export interface BesideMember {
  readonly kind: PrincipalKind;
  readonly company?: PermissionTemplate;
  readonly project?: PermissionTemplate;
}

export const userBody = (member: Member, { kind, company, project }: BesideMember): z.input<typeof UserBody> => ({
  id: member.principalId,
  kind,
  managed_by_app_id: member.appId,
  name: `${member.firstName} ${member.lastName}`.trim(),
  first_name: member.firstName,
  last_name: member.lastName,
  email_address: member.email,
  job_title: member.title,
  is_active: member.status === 'active',
  status: member.status,
  is_employee: false,
  vendor: null,
  add_to_new_projects: false,
  last_login_at: null,
  permission_template: templateRef(project),
  company_permission_template: templateRef(company),
  created_at: asTime(member.createdAt),
  updated_at: asTime(member.updatedAt),
});

type UserView = z.input<typeof UserBody>;

/** The entry with what `tells` allows of name and address. */
export const ownUserBody = (entry: UserView, tells: OwnIdentity): z.input<typeof OwnUserBody> => {
  const { name, first_name, last_name, job_title, email_address, ...rest } = entry;
  return {
    ...rest,
    ...(tells.name && { name, first_name, last_name, job_title }),
    ...(tells.email && { email_address }),
  };
};

const templateRef = (template: PermissionTemplate | undefined): z.input<typeof TemplateRef> =>
  template
    ? {
        id: template.id,
        name: template.name,
        project_specific: template.type === 'project_specific',
        type: template.type,
      }
    : null;
