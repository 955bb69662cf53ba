import { z } from 'zod';
import { asTime } from '../../shared/index.js';
import type { Collaborator } from './app-collaborators.js';
import type { AppInvitation } from './app-invitation.entity.js';
import type { OwnInvitation } from './own-invitations.js';

const InvitedRole = z
  .enum(['admin', 'developer'])
  .meta({ description: '`developer` reads; `admin` changes the app and its team, the owner aside.' });

const Id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** Body of `POST /apps/{id}/collaborators`. */
export const NewInvitationBody = z
  .strictObject({ email: z.string().max(254), role: InvitedRole })
  .meta({ example: { email: 'dana@example.com', role: 'developer' } });

export type NewInvitationBody = z.output<typeof NewInvitationBody>;

/** Body of `PATCH /apps/{id}/collaborators/{user_id}`. */
export const ChangeCollaboratorBody = z.strictObject({ role: InvitedRole }).meta({ example: { role: 'admin' } });

export type ChangeCollaboratorBody = z.output<typeof ChangeCollaboratorBody>;

/** Body of `POST /apps/{id}/transfer`. */
export const TransferBody = z
  .strictObject({ user_id: Id.meta({ description: 'A collaborator of the app.' }) })
  .meta({ example: { user_id: 43 } });

export type TransferBody = z.output<typeof TransferBody>;

export const CollaboratorShape = z
  .object({
    user_id: z.number().int(),
    name: z.string(),
    email: z.string(),
    role: z.enum(['owner', 'admin', 'developer']),
    is_active: z.boolean().meta({ description: 'False for somebody whom the operator blocked.' }),
  })
  .meta({
    example: { user_id: 43, name: 'Dana Dev', email: 'dana@example.com', role: 'developer', is_active: true },
  });

export const InvitationShape = z
  .object({
    id: z.number().int(),
    email: z.string(),
    role: z.enum(['admin', 'developer']),
    invited_by: z.number().int(),
    created_at: z.string(),
    expires_at: z.string(),
  })
  .meta({
    example: {
      id: 5,
      email: 'dana@example.com',
      role: 'developer',
      invited_by: 42,
      created_at: '2026-01-05T08:00:00.000Z',
      expires_at: '2026-01-19T08:00:00.000Z',
    },
  });

/** An invitation as the invited person sees it. */
export const OwnInvitationShape = z
  .object({
    id: z.number().int(),
    app: z.object({ id: z.number().int(), name: z.string(), publisher: z.string() }),
    role: z.enum(['admin', 'developer']),
    invited_by: z.string().meta({ description: 'The name of who invited you.' }),
    created_at: z.string(),
    expires_at: z.string(),
  })
  .meta({
    example: {
      id: 5,
      app: { id: 12, name: 'Field Reports', publisher: 'Example Ltd' },
      role: 'developer',
      invited_by: 'Olga Owner',
      created_at: '2026-01-05T08:00:00.000Z',
      expires_at: '2026-01-19T08:00:00.000Z',
    },
  });

export const collaboratorBody = ({ user, role }: Collaborator): z.input<typeof CollaboratorShape> => ({
  user_id: user.id,
  name: user.name,
  email: user.email,
  role,
  is_active: user.enabled,
});

export const invitationBody = (invitation: AppInvitation): z.input<typeof InvitationShape> => ({
  id: invitation.id,
  email: invitation.email,
  role: invitation.role,
  invited_by: invitation.invitedBy,
  created_at: asTime(invitation.createdAt),
  expires_at: asTime(invitation.expiresAt),
});

export const ownInvitationBody = (own: OwnInvitation): z.input<typeof OwnInvitationShape> => ({
  id: own.invitation.id,
  app: { id: own.app.id, name: own.app.name, publisher: own.app.publisher },
  role: own.invitation.role,
  invited_by: own.invitedBy,
  created_at: asTime(own.invitation.createdAt),
  expires_at: asTime(own.invitation.expiresAt),
});
