import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserCookies } from './browser-cookies.js';
import { CsrfTokens } from './csrf.js';
import { formField } from './form-field.js';

/** Forms that must come back from the browser they were sent to, signed in or not: field `csrf_token`. */
@Injectable()
export class BrowserForms {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly csrf: CsrfTokens,
  ) {}

  /** The token for a form of that name; gives the browser its cookie if it has none. */
  token(request: FastifyRequest, reply: FastifyReply, form: string): string {
    return this.csrf.issue(`${form}:${this.cookies.ensureBrowser(request, reply)}`);
  }

  /** Whether the posted body is a form of that name that {@link token} was given for, in this browser. */
  isOurs(request: FastifyRequest, form: string): boolean {
    const browser = this.cookies.browser(request);
    return browser !== undefined && this.csrf.matches(`${form}:${browser}`, formField(request.body, 'csrf_token'));
  }
}
