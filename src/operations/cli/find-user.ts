import { type UserProfile, Users } from '../../identity/index.js';
import { DomainError } from '../../shared/index.js';
import type { Services } from './command.js';

/** The account with an e-mail address. Throws not_found. */
export async function userByEmail(services: Services, email: string): Promise<UserProfile> {
  const user = await services.get(Users).findByEmail(email);
  if (!user) throw new DomainError('not_found', 'not_found', 'There is no account with this e-mail address.');
  return user;
}
