import type { FastifyRequest } from 'fastify';
import { accessIfAny } from '../../access/index.js';
import { localPath } from '../../identity/index.js';
import type { ProblemText } from './problem-texts.js';

const IN_COMPANY = /^\/console\/companies\/\d+(?=\/)/;
const IN_ACCOUNT = /^\/account\//;
const MEMBER_IN_COMPANY = /^\/account\/companies\/\d+(?=\/)/;

/** Refusals of what a query asks for: without it the page is there. */
const OF_THE_QUERY: ReadonlySet<number> = new Set([403, 422]);

/** Where somebody wanted to be: the page itself, or the one that shows the form; a form is not sent again by itself. */
export const wantedPath = (request: FastifyRequest): string =>
  localPath(request.method === 'GET' ? request.url : pathAbove(request));

/**
 * The page that helps after a refusal; null where none but the list of companies does. Whoever was not let in to a page
 * is not let in to its neighbours either, more often than not.
 */
export function backPath(request: FastifyRequest, status: number): string | null {
  if (request.method !== 'GET') return localPath(pathAbove(request));
  if (!accessIfAny(request)) return null;
  const [path, query] = request.url.split('?', 2);
  if (query !== undefined && OF_THE_QUERY.has(status)) return localPath(path);
  const above = pathAbove(request);
  // Nothing lies above the sections of a company.
  return IN_COMPANY.test(above) || MEMBER_IN_COMPANY.test(above) ? localPath(above) : null;
}

/** Whether a page is of somebody's own account, where nobody decides for a company. */
export const isAccountPage = ({ url }: FastifyRequest): boolean => IN_ACCOUNT.test(url);

/** The list of companies on this side: those whose apps one manages, or those in which one asks for apps. */
export const homePath = (request: FastifyRequest): string =>
  isAccountPage(request) ? '/account/companies' : '/console';

/** The link to where one does what helps; it leads back where the page there can. */
export function wayLink({ way }: ProblemText, request: FastifyRequest): { href: string; label: string } | null {
  if (!way) return null;
  const [company] = IN_COMPANY.exec(request.url) ?? [];
  if (!('path' in way)) return company === undefined ? null : { href: company + way.inCompany, label: way.label };
  const back = new URLSearchParams({ return_to: wantedPath(request) });
  return { href: `${way.path}?${back.toString()}`, label: way.label };
}

/** A form is posted to below the page that shows it. */
function pathAbove({ url }: FastifyRequest): string {
  const [path] = url.split('?', 1);
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}
