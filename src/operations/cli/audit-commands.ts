import { type AuditChain, AuditVerifier, type ChainReport, NO_COMPANY } from '../../audit/index.js';
import { Companies } from '../../directory/index.js';
import { invalidFields, notFound } from '../../shared/index.js';
import { companyNumber } from './company-number.js';
import type { Command, CommandInput, Outcome, Services } from './command.js';

/** As the log and exports tell it. */
const HEAD = /^(\d{1,16}):([1-9]\d{0,15}):([\w-]{43})$/;

async function companyOf(services: Services, input: CommandInput): Promise<number | undefined> {
  const [text] = input.texts('company');
  if (text === undefined) return undefined;
  const id = companyNumber(text);
  if (!(await services.get(Companies).find(id))) throw notFound();
  return id;
}

function headsOf(input: CommandInput): AuditChain[] {
  return input.texts('head').map((text) => {
    const [, chain, length, hash] = HEAD.exec(text) ?? [];
    if (hash === undefined) throw invalidFields({ head: [`${text} is not company:length:hash, as the log has it.`] });
    return { chain: Number(chain), length: Number(length), hash };
  });
}

async function nameOf(services: Services, chain: number): Promise<string> {
  if (chain === NO_COMPANY) return 'No company';
  const company = await services.get(Companies).find(chain);
  return `Company ${chain}${company ? ` (${company.name})` : ''}`;
}

function linesOf(name: string, report: ChainReport): string[] {
  const { chain, events, length, hash, faults, faultCount, late, firstLate } = report;
  const head = hash === null ? 'nothing sealed' : `head ${chain}:${length}:${hash}`;
  const verdict = faultCount === 0 ? 'OK' : `${faultCount} ${faultCount === 1 ? 'FAULT' : 'FAULTS'}`;
  const more = faultCount - faults.length;
  return [
    `${name}: ${events} events, ${head}: ${verdict}`,
    ...faults.map(({ kind, text }) => `  ${kind}: ${text}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(late > 0 ? [`  note: ${late} events, from position ${firstLate} on, were sealed over an hour late`] : []),
  ];
}

async function verify(services: Services, input: CommandInput): Promise<Outcome> {
  const company = await companyOf(services, input);
  const heads = headsOf(input);
  const verifier = services.get(AuditVerifier);
  const obstacle = await verifier.sealFirst();
  const lines = obstacle === undefined ? [] : [`Sealing failed: ${obstacle}`];
  let isFaulty = obstacle !== undefined;
  for await (const report of verifier.verify(company, heads)) {
    isFaulty ||= report.faultCount > 0;
    lines.push(...linesOf(await nameOf(services, report.chain), report));
  }
  return { lines, isFailure: isFaulty };
}

export const AUDIT_COMMANDS: readonly Command[] = [
  {
    name: 'audit verify',
    summary: 'Seal the audit trail, then find what was changed, removed, reordered or inserted since it was recorded',
    options: {
      company: { value: 'id', summary: 'The chain of one company only' },
      head: {
        value: 'company:length:hash',
        isRepeated: true,
        summary: 'What the chain must still hold, from a log or an export (company 0: no company); may be repeated',
      },
    },
    run: verify,
  },
];
