import { Database } from '../../database/index.js';
import { Companies, type Company, memberName, Members } from '../../directory/index.js';
import { type UserProfile, Users } from '../../identity/index.js';
import { conflict, invalidFields } from '../../shared/index.js';
import { EnforcementLifting } from '../../sso/index.js';
import type { Command, CommandInput, Services } from './command.js';
import { companyNumber } from './company-number.js';
import { createUser, passwordLine } from './user-commands.js';

const ENVIRONMENTS = ['production', 'sandbox'] as const;
const MAX_NAME = 200;

interface Created {
  readonly company: Company;
  readonly administrator: UserProfile;
  /** Null where the address had an account already. */
  readonly password: string | null;
}

/** A company and the one who administers it come into being together. */
function create(services: Services, input: CommandInput): Promise<Created> {
  const name = input.text('name').trim();
  if (name === '' || name.length > MAX_NAME) throw invalidFields({ name: [`Must have 1 to ${MAX_NAME} characters.`] });
  const environment = input.text('environment') as Company['environment'];
  return services.get(Database).transaction(async () => {
    const { user, password } = await administrator(services, input);
    const company = await services.get(Companies).create({ name, environment });
    const member = { ...memberName(input.text('admin-name')), email: user.email, role: 'admin' } as const;
    await services.get(Members).add(company.id, user.id, member);
    return { company, administrator: user, password };
  });
}

async function administrator(
  services: Services,
  input: CommandInput,
): Promise<{ user: UserProfile; password: string | null }> {
  const email = input.text('admin-email');
  const user = await services.get(Users).findByEmail(email);
  if (!user) return createUser(services, { email, name: input.text('admin-name') });
  if (!user.enabled) throw conflict('user_blocked', 'This account is blocked: unblock it first.');
  return { user, password: null };
}

export const COMPANY_COMMANDS: readonly Command[] = [
  {
    name: 'company create',
    summary: 'Create a company with its first administrator',
    options: {
      name: { value: 'name', isRequired: true, summary: 'The name of the company' },
      environment: {
        value: 'environment',
        isRequired: true,
        choices: ENVIRONMENTS,
        summary: 'Which credentials of apps work there',
      },
      'admin-email': { value: 'address', isRequired: true, summary: 'An existing account is used as it is' },
      'admin-name': { value: 'name', isRequired: true, summary: 'First and last name' },
    },
    run: async (services, input) => {
      const { company, administrator: user, password } = await create(services, input);
      return [
        `Company ${company.id} (${company.name}, ${company.environment}) is created.`,
        `Its administrator is user ${user.id} (${user.email})${password === null ? ', an existing account' : ''}.`,
        ...(password === null ? [] : [passwordLine(password)]),
      ];
    },
  },
  {
    name: 'company lift-sso',
    summary:
      'Let passwords count again where single sign-on is enforced and nobody of the company gets in to ease that',
    options: { company: { value: 'id', isRequired: true, summary: 'The number of the company' } },
    run: async (services, input) => {
      const id = companyNumber(input.text('company'));
      const names = await services.get(EnforcementLifting).lift(id);
      if (names.length === 0) return [`Company ${id} did not enforce single sign-on.`];
      return [`Company ${id} does not enforce single sign-on any more (${names.join(', ')}); passwords count again.`];
    },
  },
];
