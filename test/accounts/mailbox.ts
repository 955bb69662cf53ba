import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import type { TestApp } from '../support/start-app.js';

const PATIENCE_MS = 15_000;

/** A mail as its reader has it. */
export interface Received {
  readonly raw: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
}

/** Everything that was mailed so far, in its order. */
export async function mailsOf({ configuration }: TestApp): Promise<Received[]> {
  const directory = join(configuration.dataDir, 'mail');
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(names.map(async (name) => received(await readFile(join(directory, name), 'utf8'))));
}

export const mailsTo = async (app: TestApp, address: string): Promise<Received[]> =>
  (await mailsOf(app)).filter(({ headers }) => headers.to.toLowerCase().includes(address.toLowerCase()));

/** Waits until somebody has as many mails; all of them. */
export async function mailsArrived(app: TestApp, address: string, count = 1): Promise<Received[]> {
  for (const began = Date.now(); Date.now() - began < PATIENCE_MS; await sleep(25)) {
    const mails = await mailsTo(app, address);
    if (mails.length >= count) return mails;
  }
  throw new Error(`${address} has not got ${count} mails: ${(await mailsTo(app, address)).length}`);
}

/** Waits until nothing is left to be sent. */
export async function allSent(app: TestApp): Promise<void> {
  for (const began = Date.now(); Date.now() - began < PATIENCE_MS; await sleep(25)) {
    const [{ n }] = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM mails');
    if (Number(n) === 0) return;
  }
  throw new Error('There is still mail to be sent.');
}

/** The path of the one link of a mail. */
export function linkIn({ text }: Received, issuer: string): string {
  const links = [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link);
  if (links.length !== 1 || !links[0].startsWith(`${issuer}/`)) throw new Error(`Not one link: ${text}`);
  return links[0].slice(issuer.length);
}

/** A mail server that keeps what it is told, without TLS unless `options` say otherwise. */
export class MailServer {
  readonly mails: Received[] = [];
  readonly envelopes: { readonly from: string; readonly to: string[] }[] = [];

  private constructor(
    private readonly server: SMTPServer,
    readonly port: number,
  ) {}

  static async start(port = 0, options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          there.envelopes.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) });
          there.mails.push(received(Buffer.concat(chunks).toString('utf8')));
          done();
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const there = new MailServer(server, (server.server.address() as AddressInfo).port);
    return there;
  }

  async arrived(count: number): Promise<Received[]> {
    for (const began = Date.now(); Date.now() - began < PATIENCE_MS; await sleep(25)) {
      if (this.mails.length >= count) return this.mails;
    }
    throw new Error(`${this.mails.length} mails of ${count}`);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function received(raw: string): Received {
  const { headers, body } = partOf(raw);
  const [, boundary = ''] = /boundary="([^"]+)"/.exec(headers['content-type']) ?? [];
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => partOf(part.replace(/^\r?\n/, '')));
  const of = (type: string): string => {
    const part = parts.find((one) => one.headers['content-type']?.startsWith(type));
    return part ? decoded(part) : '';
  };
  return { raw, headers, text: of('text/plain'), html: of('text/html') };
}

interface Part {
  readonly headers: Record<string, string>;
  readonly body: string;
}

function partOf(raw: string): Part {
  const [head, ...rest] = raw.split(/\r?\n\r?\n/);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  return { headers: Object.fromEntries(headers) as Record<string, string>, body: rest.join('\n\n') };
}

function decoded({ headers, body }: Part): string {
  const encoding = headers['content-transfer-encoding'];
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A header as a person reads it (RFC 2047). */
export const readable = (header: string): string =>
  header.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
    encoding.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64').toString('utf8')
      : Buffer.from(
          text
            .replace(/_/g, ' ')
            .replace(/=([0-9A-F]{2})/gi, (__, hex: string) => String.fromCharCode(parseInt(hex, 16))),
          'latin1',
        ).toString('utf8'),
  );
