import type { FastifyReply } from 'fastify';
import { type PageHeaderOptions, pageHeaders } from './page-headers.js';

/** A page that is ready to go. */
export interface PageAnswer extends PageHeaderOptions {
  readonly status: number;
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a page with the headers that every page has. */
export function sendPage(reply: FastifyReply, answer: PageAnswer): void {
  void reply
    .code(answer.status)
    .headers({ ...pageHeaders(answer), ...answer.headers })
    .send(answer.html);
}

/** RFC 9110 §15.4.4: after a form post the browser goes on with a GET; a 307 would repeat the password elsewhere. */
export function seeOther(reply: FastifyReply, location: string): void {
  void reply
    .code(303)
    .headers({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', Location: location })
    .send();
}
