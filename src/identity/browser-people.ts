import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserPort, type PersonInBrowser } from '../access/index.js';
import { BrowserForms } from './browser-forms.js';
import { BrowserSessions } from './browser-sessions.js';
import { FactorDemands } from './ports.js';

/** People at the pages that need somebody signed in, and the forms on these pages. */
@Injectable()
export class BrowserPeople extends BrowserPort {
  constructor(
    private readonly browsers: BrowserSessions,
    private readonly forms: BrowserForms,
    private readonly demands: FactorDemands,
  ) {
    super();
  }

  async person(request: FastifyRequest): Promise<PersonInBrowser | undefined> {
    const session = await this.browsers.current(request);
    return session && { ...session, sessionId: session.id, hasTwoFactors: session.amr.includes('mfa') };
  }

  isOurForm(request: FastifyRequest, { sessionId }: PersonInBrowser): boolean {
    return this.forms.isOurs(request, formOf(sessionId));
  }

  demandsTwoFactors(companyId: number): Promise<boolean> {
    return this.demands.isDemandedIn(companyId);
  }

  /** The `csrf_token` of a person's forms: good in this browser, until the session ends. */
  formToken(request: FastifyRequest, reply: FastifyReply, sessionId: string): string {
    return this.forms.token(request, reply, formOf(sessionId));
  }
}

const formOf = (sessionId: string): string => `session:${sessionId}`;
