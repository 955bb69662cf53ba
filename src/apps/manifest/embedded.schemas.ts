import { z } from 'zod';
import { nameText } from '../../shared/index.js';
import { SecureAddress } from '../web-address.js';

const View = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/, 'must be the name of a view such as commitments.purchase_orders.detail');

const page = {
  title: nameText(100),
  description: z.string().max(1_000).optional(),
  source_url: SecureAddress.meta({ description: 'The page that is shown.' }),
};

const FullScreen = z.strictObject({ type: z.literal('fullscreen'), ...page });

const SidePanel = z.strictObject({
  type: z.literal('sidepanel'),
  ...page,
  views: z
    .array(View)
    .min(1)
    .max(50)
    .meta({ description: 'Beside which pages of the platform it opens.', uniqueItems: true }),
});

/** A page of the app inside of the platform. */
export const EmbeddedComponent = z.discriminatedUnion('type', [FullScreen, SidePanel]);

export type EmbeddedComponent = z.output<typeof EmbeddedComponent>;

/** As it is shown. */
export const EmbeddedShape = z.object({
  type: z.enum(['fullscreen', 'sidepanel']),
  title: z.string(),
  description: z.string().optional(),
  source_url: z.string(),
  views: z.array(z.string()).optional(),
});
