import { AccountClosure, FactorReset, type UserProfile, Users } from '../../identity/index.js';
import { randomBase62 } from '../../shared/index.js';
import type { Command, Services } from './command.js';
import { userByEmail } from './find-user.js';

const EMAIL = { email: { value: 'address', isRequired: true, summary: 'The e-mail address of the account' } };

const PASSWORD_LENGTH = 20;

/** An account with a random password, which is known to nobody but whoever reads the answer. */
export async function createUser(
  services: Services,
  { email, name }: { readonly email: string; readonly name: string },
): Promise<{ user: UserProfile; password: string }> {
  const password = randomBase62(PASSWORD_LENGTH);
  return { user: await services.get(Users).create({ email, name, password }), password };
}

/** How a one-time password is shown. */
export const passwordLine = (password: string): string => `Password, shown this once: ${password}`;

const setBlocked = async (services: Services, email: string, block: boolean): Promise<string[]> => {
  const user = await userByEmail(services, email);
  const users = services.get(Users);
  await (block ? users.block(user.id) : users.unblock(user.id));
  const state = block ? 'is blocked; sessions and tokens are ended' : 'may sign in again';
  return [`User ${user.id} (${user.email}) ${state}.`];
};

export const USER_COMMANDS: readonly Command[] = [
  {
    name: 'user create',
    summary: 'Create an account with a random password',
    options: { ...EMAIL, name: { value: 'name', isRequired: true, summary: 'How the person is called' } },
    run: async (services, input) => {
      const { user, password } = await createUser(services, { email: input.text('email'), name: input.text('name') });
      return [`User ${user.id} (${user.email}) is created.`, passwordLine(password)];
    },
  },
  {
    name: 'user block',
    summary: 'End all sessions and tokens of a user, and refuse new ones',
    options: EMAIL,
    run: (services, input) => setBlocked(services, input.text('email'), true),
  },
  {
    name: 'user unblock',
    summary: 'Let a blocked user sign in again',
    options: EMAIL,
    run: (services, input) => setBlocked(services, input.text('email'), false),
  },
  {
    name: 'user close',
    summary: 'Close an account for good: it leaves every company and app, and its address is free',
    options: EMAIL,
    run: async (services, input) => {
      const user = await userByEmail(services, input.text('email'));
      await services.get(AccountClosure).close(user);
      return [`User ${user.id} (${user.email}) is closed; sessions, grants and tokens are ended.`];
    },
  },
  {
    name: 'user reset-factors',
    summary: 'Take all second factors off the account of somebody who lost them',
    options: EMAIL,
    run: async (services, input) => {
      const user = await userByEmail(services, input.text('email'));
      const removed = await services.get(FactorReset).reset(user);
      const factors = removed === 1 ? '1 second factor' : `${removed} second factors`;
      return [`User ${user.id} (${user.email}) has lost ${factors}; sessions are ended, and the owner is told.`];
    },
  },
];
