import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Letter, Mailer, mailNotice, plainName, SmtpTransport } from '../../src/mail/index.js';
import { testPort } from '../support/test-port.js';
import { loadConfiguration } from '../../src/shared/index.js';
import { CERTIFICATE, CERTIFICATE_KEY } from '../outbound/certificate.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { allSent, linkIn, MailServer, mailsArrived, mailsOf, readable } from './mailbox.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const TOKEN = 'ghxx_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';

const letter = (address: string, change: Partial<Letter> = {}): Letter => ({
  kind: 'test',
  to: { name: 'Zoë Ñandú', address },
  texts: {
    subject: 'Grüße & more',
    paragraphs: ['First <b>', 'Second'],
    link: { path: `/there?token=${TOKEN}`, label: 'Go' },
    fine: ['Fine print'],
  },
  usefulMs: 3_600_000,
  ...change,
});

const post = (to: TestApp, one: Letter): Promise<void> => to.app.get(Mailer).post(one);

describe('a mail of a developer', () => {
  it('is a file for its owner alone, in both forms, with one link to the issuer', async () => {
    await post(app, letter('one@example.com'));
    const [mail] = await mailsArrived(app, 'one@example.com');
    expect(readable(mail.headers.subject)).toBe('Grüße & more');
    expect(readable(mail.headers.to)).toContain('Zoë Ñandú');
    expect(mail.headers['auto-submitted']).toBe('auto-generated');
    expect(linkIn(mail, app.configuration.issuer)).toBe(`/there?token=${TOKEN}`);
    expect(mail.html).toContain('<p>First &lt;b&gt;</p>');
    expect(mail.html).toContain(`href="${app.configuration.issuer}/there?token=${TOKEN}"`);
    const directory = join(app.configuration.dataDir, 'mail');
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(directory)) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  });

  it('is told of at the start, and so is that production sends none', () => {
    expect(mailNotice(loadConfiguration({}))).toBe('No SMTP_URL: mail is written to data/mail\n');
    expect(mailNotice({ ...loadConfiguration({}), environment: 'production' })).toContain('SMTP_URL is missing');
    expect(mailNotice(loadConfiguration({ SMTP_URL: 'smtp://mail.example' }))).toBe('');
  });

  it('is not sent where its change was rolled back', async () => {
    const work = app.database.transaction(async () => {
      await post(app, letter('rolled-back@example.com'));
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    await post(app, letter('later@example.com'));
    await mailsArrived(app, 'later@example.com');
    await allSent(app);
    expect((await mailsOf(app)).filter(({ raw }) => raw.includes('rolled-back'))).toEqual([]);
  });

  it('that is of no use any longer is not sent', async () => {
    await post(app, letter('late@example.com', { usefulMs: -1 }));
    await allSent(app);
    expect((await mailsOf(app)).filter(({ raw }) => raw.includes('late@'))).toEqual([]);
  });

  it.each([
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com, b@example.com',
    'a@example.com>, <b@example.com',
    '"a b"@example.com',
    'a@example.com\u2028',
    '@example.com',
    'nobody',
    '',
  ])('is not sent to %j', async (address) => {
    await post(app, letter(address));
    expect(await app.database.query('SELECT id FROM mails')).toEqual([]);
  });

  it('has no header that a name or a subject brought along', async () => {
    const evil = 'Eve\r\nBcc: everybody@example.com\r\n\r\n<script>';
    const texts = { subject: evil, paragraphs: [evil] };
    await post(app, letter('victim@example.com', { to: { name: evil, address: 'victim@example.com' }, texts }));
    const [mail] = await mailsArrived(app, 'victim@example.com');
    expect(mail.headers.bcc).toBeUndefined();
    expect(mail.headers.cc).toBeUndefined();
    expect(mail.html).not.toContain('<script');
    expect(mail.headers.to).toContain('<victim@example.com>');
  });

  it('names nobody as a link', () => {
    expect(plainName('Visit https://evil.example/x now')).not.toMatch(/https?:\/\/|evil\.example/);
    expect(plainName('a\u202eb\u0000c')).toBe('a b c');
    expect(plainName('x'.repeat(500))).toHaveLength(100);
  });
});

describe('a mail by SMTP', () => {
  let server: MailServer | undefined;
  let sender: TestApp | undefined;
  afterEach(async () => {
    await sender?.close();
    await server?.close();
    [sender, server] = [undefined, undefined];
  });

  const ready = {
    messageId: '<1@example.com>',
    from: { name: 'Gatehouse', address: 'no-reply@example.com' },
    to: { address: 'somebody@example.com' },
    subject: 'Subject',
    text: 'Text',
    html: '<p>Text</p>',
  };

  it('waits for a server that is down, keeps nobody waiting, and holds nothing readable meanwhile', async () => {
    const lines: string[] = [];
    const log = new Writable({
      write: (chunk: Buffer, _, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const port = await testPort();
    sender = await startApp(
      { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'G <g@example.com>', LOG_LEVEL: 'trace' },
      log,
    );
    const began = performance.now();
    await post(sender, letter('waiting@example.com'));
    expect(performance.now() - began).toBeLessThan(1_000);
    await sleep(500);
    const [row] = await sender.database.query('SELECT * FROM mails');
    const stored = JSON.stringify(row);
    for (const secret of ['waiting@', TOKEN, 'First']) expect(stored).not.toContain(secret);
    expect(Number(row.attempts)).toBeGreaterThan(0);
    server = await MailServer.start(port);
    const [mail] = await server.arrived(1);
    expect(linkIn(mail, sender.configuration.issuer)).toContain(TOKEN);
    expect(server.envelopes).toEqual([{ from: 'g@example.com', to: ['waiting@example.com'] }]);
    await allSent(sender);
    expect(lines.join('')).toContain('Mail could not be sent');
    for (const secret of ['waiting@', TOKEN, 'First']) expect(lines.join('')).not.toContain(secret);
  });

  it('that its server refuses for good is given up', async () => {
    server = await MailServer.start(0, {
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such <user>'), { responseCode: 550 })),
    });
    sender = await startApp({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    await post(sender, letter('refused@example.com'));
    await allSent(sender);
    expect(server.mails).toEqual([]);
  });

  it('whose sender the server refuses is kept until an operator has mended that', async () => {
    let refusals = 1;
    server = await MailServer.start(0, {
      onMailFrom: (_address, _session, done) =>
        refusals-- > 0 ? done(Object.assign(new Error('authenticate first'), { responseCode: 530 })) : done(),
    });
    sender = await startApp({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    await post(sender, letter('kept@example.com'));
    await server.arrived(1);
    expect(server.envelopes.map(({ to }) => to)).toEqual([['kept@example.com']]);
  });

  it('that its server refuses keeps no other waiting', async () => {
    server = await MailServer.start(0, {
      onRcptTo: ({ address }, _session, done) =>
        address.startsWith('poison') ? done(Object.assign(new Error('later'), { responseCode: 451 })) : done(),
    });
    sender = await startApp({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    for (let at = 0; at < 9; at++) await post(sender, letter(`poison-${at}@example.com`));
    await post(sender, letter('good@example.com'));
    await server.arrived(1);
    expect(server.envelopes.map(({ to }) => to)).toEqual([['good@example.com']]);
  });

  it('whose seal was moved to another row goes to nobody', async () => {
    server = await MailServer.start(0, {
      onMailFrom: (_address, _session, done) => done(Object.assign(new Error('later'), { responseCode: 451 })),
    });
    sender = await startApp({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    await post(sender, letter('moved@example.com'));
    const { now } = sender.database.dialect;
    const moved = await sender.database.execute(`UPDATE mails SET id = 'moved', next_attempt_at = ${now}`);
    expect(moved).toBe(1);
    await allSent(sender);
    expect(server.mails).toEqual([]);
  });

  it('of many in one change is sent once each', async () => {
    server = await MailServer.start();
    sender = await startApp({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    const { database } = sender;
    await database.transaction(async () => {
      for (let at = 0; at < 9; at++) await post(sender as TestApp, letter(`many-${at}@example.com`));
    });
    await server.arrived(9);
    await allSent(sender);
    expect(new Set(server.mails.map(({ headers }) => headers['message-id'])).size).toBe(9);
    expect(server.mails).toHaveLength(9);
  });

  it('is not told to a server without TLS where TLS is required', async () => {
    server = await MailServer.start();
    const transport = new SmtpTransport({ url: `smtp://127.0.0.1:${server.port}`, requiresTls: true });
    await expect(transport.send(ready)).rejects.toMatchObject({ isFinal: false });
    expect(server.mails).toEqual([]);
    await new SmtpTransport({ url: `smtp://127.0.0.1:${server.port}`, requiresTls: false }).send(ready);
    expect(server.mails).toHaveLength(1);
  });

  it('is not told to a server whose certificate nobody vouches for', async () => {
    server = await MailServer.start(0, { disabledCommands: [], cert: CERTIFICATE, key: CERTIFICATE_KEY });
    const transport = new SmtpTransport({ url: `smtp://127.0.0.1:${server.port}`, requiresTls: true });
    await expect(transport.send(ready)).rejects.toMatchObject({ isFinal: false });
    const implicit = new SmtpTransport({ url: `smtps://127.0.0.1:${server.port}`, requiresTls: true });
    await expect(implicit.send(ready)).rejects.toMatchObject({ isFinal: false });
    expect(server.mails).toEqual([]);
  });
});
