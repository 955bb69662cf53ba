import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Access, accessIfAny, bearerToken, type Refusal, refusalIfAny } from '../access/index.js';
import type { Client } from '../clients/index.js';
import type { TokenVerifier } from '../tokens/index.js';
import { dayOf } from './usage-days.js';
import type { UsageMeter } from './usage-meter.js';

type Input = Access['input'];

/** Whatever nobody serves is counted under one name: its paths are without number. */
const UNKNOWN = 'unknown';

/** An answer that could not be sent is followed by one that says so. */
const COUNTED = Symbol('counted');

type Counted = FastifyRequest & { [COUNTED]?: true };

/** Counts every call that reached the access decision, and those of known clients that went nowhere. */
export function registerMetering(fastify: FastifyInstance, meter: UsageMeter, tokens: TokenVerifier): void {
  // Not once it was sent: of whoever hangs up before that, nothing would be counted.
  fastify.addHook('onSend', (request: Counted, reply, _payload, done) => {
    const [access, refusal] = [accessIfAny(request), refusalIfAny(request)];
    const isFirst = !request[COUNTED];
    request[COUNTED] = true;
    if (isFirst && !access && !refusal && request.is404 && request.url.startsWith('/rest/')) {
      // Whose it was takes a look: whoever was answered has been counted.
      void countUnknown(meter, tokens, request).finally(() => done());
      return;
    }
    done();
    if (isFirst && refusal) countRefused(meter, request, reply, refusal);
    else if (isFirst && access) countAllowed(meter, request, reply, access);
  });
  // Fastify runs this after the last answer, and Nest closes the database later.
  fastify.addHook('onClose', () => meter.close());
}

/** What people look at in the pages is no call of the API. */
const isPage = ({ input }: Access): boolean => input.requirement.inBrowser === true;

function countAllowed(meter: UsageMeter, request: FastifyRequest, { statusCode }: FastifyReply, access: Access): void {
  if (isPage(access)) return;
  const now = Date.now();
  const { client, input, leantOn } = access;
  const tool = input.requirement.tool ?? input.requirement.orTool;
  const key = beginning(now, client, input) + routePart(request, statusCode);
  meter.count(`${key}  ${tool ? `${tool.name} ${tool.level}` : ' '}`, now);
  for (const { name, level } of leantOn) meter.count(`${key}  ${name} ${level}`, now, 0);
}

function countRefused(
  meter: UsageMeter,
  request: FastifyRequest,
  { statusCode }: FastifyReply,
  { client, input, denial }: Refusal,
): void {
  if (!client) return;
  const now = Date.now();
  const tool = input?.requirement.tool ?? input?.requirement.orTool;
  const needed = tool ? `${tool.name} ${tool.level}` : ' ';
  const key = beginning(now, client, input) + routePart(request, statusCode);
  meter.count(`${key} ${denial.code} ${needed}`, now);
}

async function countUnknown(meter: UsageMeter, tokens: TokenVerifier, request: FastifyRequest): Promise<void> {
  const now = Date.now();
  const token = bearerToken(request);
  const client = token && (await tokens.clientOf(token).catch(() => undefined));
  if (client) meter.count(`${beginning(now, client, undefined)}${UNKNOWN}  404   `, now);
}

const routePart = ({ method, routeOptions }: FastifyRequest, status: number): string =>
  `${method} ${routeOptions.url ?? ''} ${status}`;

/** Day, client, app, company, principal and project, each with a blank behind it. */
const beginning = (now: number, { clientId, appId }: Client, input: Input | undefined): string =>
  `${dayOf(now)} ${clientId} ${appId ?? ''} ${input ? placeOf(input) : '  '} `;

function placeOf(input: Input): string {
  const { project, principal } = input;
  const company = companyOf(input);
  const isThere = company !== undefined && project?.companyId === company;
  return `${company ?? ''} ${principal?.id ?? ''} ${isThere ? project.id : ''}`;
}

/** Nobody shows up in the reports of a company by naming it: only its members, and the apps that it installed. */
const companyOf = ({ company, member, installation, isOwnToken }: Input): number | undefined =>
  member?.status === 'active' || (isOwnToken && installation !== null) ? company?.id : undefined;
