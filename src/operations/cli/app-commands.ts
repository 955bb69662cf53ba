import { AppHandover, Marketplace } from '../../apps/index.js';
import { AppBlocking } from '../app-blocking.js';
import type { Command } from './command.js';
import { userByEmail } from './find-user.js';

const UID = { uid: { value: 'uid', isRequired: true, summary: 'The uid of the app' } };

export const APP_COMMANDS: readonly Command[] = [
  {
    name: 'app block',
    summary: 'Stop an app in all companies at once',
    options: UID,
    run: async (services, input) =>
      (await services.get(AppBlocking).block(input.text('uid')))
        ? ['The app is blocked; its clients are switched off and all their tokens are ended.']
        : ['The app was blocked already.'],
  },
  {
    name: 'app unblock',
    summary: 'Let a blocked app get tokens again',
    options: UID,
    run: async (services, input) =>
      (await services.get(AppBlocking).unblock(input.text('uid')))
        ? ['The app is unblocked; its clients are switched on.']
        : ['The app was not blocked.'],
  },
  {
    name: 'app list',
    summary: 'Put an app into the marketplace, where every company can install it',
    options: UID,
    run: async (services, input) =>
      (await services.get(Marketplace).list(input.text('uid')))
        ? ['The app is in the marketplace, as soon as it has a promoted version.']
        : ['The app was in the marketplace already.'],
  },
  {
    name: 'app unlist',
    summary: 'Take an app out of the marketplace; companies that have it keep it',
    options: UID,
    run: async (services, input) =>
      (await services.get(Marketplace).unlist(input.text('uid')))
        ? ['The app is out of the marketplace; others install it with a version key only.']
        : ['The app was not in the marketplace.'],
  },
  {
    name: 'app transfer',
    summary: 'Give an app to another owner, where its own cannot do that; the former one stays as an admin',
    options: { ...UID, email: { value: 'address', isRequired: true, summary: 'The account of the new owner' } },
    run: async (services, input) => {
      const user = await userByEmail(services, input.text('email'));
      return (await services.get(AppHandover).transfer(input.text('uid'), user.id))
        ? [`The app belongs to user ${user.id} (${user.email}) now.`]
        : ['The app belonged to this user already.'];
    },
  },
];
