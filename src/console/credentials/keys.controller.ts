import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { endOf, NewKeyBody } from '../../clients/index.js';
import { formField } from '../../identity/index.js';
import { ServiceAccountKeys, ServiceAccounts } from '../../service-accounts/index.js';
import { DomainError, IdParam, type Locale, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { faultWords } from '../problems/fault-words.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { sectionPath } from '../shell/shells.js';
import { NEW_KEY_PAGE, type NewKeyForm } from './new-key.page.js';
import { publicKeyIn } from './public-key-text.js';

/** The public keys with which a service account authenticates instead of a secret. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/service-accounts/:id/keys')
export class ConsoleKeysController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly accounts: ServiceAccounts,
    private readonly keys: ServiceAccountKeys,
  ) {}

  @Get('new')
  @NeedsFreshProof()
  async blank(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.show(await this.pages.visit({ request, reply }), id, { key: '', expires_on: '' });
  }

  @Post('new')
  @NeedsFreshProof()
  async add(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const form = { key: formField(request.body, 'key') ?? '', expires_on: formField(request.body, 'expires_on') ?? '' };
    const read = publicKeyIn(form.key);
    if ('fault' in read) {
      // What cannot be read may be a private key: it is not sent about once more.
      return this.show(visit, id, { ...form, key: '', keyFault: read.fault });
    }
    const expires_at = form.expires_on === '' ? null : `${form.expires_on}T23:59:59Z`;
    const body = NewKeyBody.safeParse({ jwk: read.jwk, expires_at });
    if (!body.success) return this.show(visit, id, { ...form, endFault: '' });
    try {
      await this.keys.add(visit.access.companyId, id, body.data.jwk, endOf(body.data));
    } catch (error) {
      return this.show(visit, id, { ...form, ...faultOf(error, visit.locale) });
    }
    seeOther(reply, pageOf(visit.access, id, '?done=key_added'));
  }

  @Post('revoke')
  async revoke(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.keys.revoke(access.companyId, id, formField(request.body, 'key_id') ?? '');
    seeOther(reply, pageOf(access, id, '?done=revoked'));
  }

  private async show(visit: Visit, id: number, form: NewKeyForm): Promise<void> {
    const { access } = visit;
    const { name } = await this.accounts.get(access.companyId, id);
    const data = { name, form, base: pageOf(access, id) };
    await this.pages.show(visit, NEW_KEY_PAGE, data, { section: 'service-accounts', status: statusOf(form) });
  }
}

const REFUSED_KEYS = ['duplicate_key', 'too_many_keys'] as const;

/** What is wrong with a key or its end, for the form to say. Throws what no other entry would help against. */
function faultOf(error: unknown, locale: Locale): Pick<NewKeyForm, 'keyFault' | 'endFault'> {
  if (!(error instanceof DomainError)) throw error;
  const keyFault = REFUSED_KEYS.find((code) => code === error.code);
  if (keyFault) return { keyFault };
  const [fault] = error.options.fields?.expires_at ?? [];
  if (fault === undefined) throw error;
  return { endFault: faultWords(fault, locale) };
}

function statusOf({ keyFault, endFault }: NewKeyForm): number {
  if (REFUSED_KEYS.some((code) => code === keyFault)) return 409;
  return keyFault === undefined && endFault === undefined ? 200 : 422;
}

const pageOf = ({ companyId }: Access, id: number, query = ''): string =>
  `${sectionPath(companyId, 'service-accounts')}/${id}${query}`;
