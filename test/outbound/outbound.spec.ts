import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, createServer as createSocket, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type OutboundFailure, OutboundError, Outbound } from '../../src/outbound/index.js';
import { CERTIFICATE, CERTIFICATE_KEY } from './certificate.js';

const LOCAL = ['127.0.0.0/8'];
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

type Closable = Server & { closeAllConnections?(): void };

/** A server on loopback that is gone after the test; its port. */
async function listening(server: Closable): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections?.();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const plain = (listener: RequestListener): Promise<number> => listening(createPlain(listener));
const secure = (listener: RequestListener): Promise<number> =>
  listening(createSecure({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, listener));

const local = (more: object = {}): Outbound => new Outbound({ networks: LOCAL, allowsPlain: true, ...more });

/** Why a request got no answer. */
async function failure(outbound: Outbound, url: string): Promise<OutboundFailure> {
  const error: unknown = await outbound.send({ method: 'POST', url, body: '{}' }).then(
    ({ status }) => new Error(`It was answered: ${status}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof OutboundError)) throw error;
  return error.reason;
}

describe('a request', () => {
  it('reaches a network that was named, by its name, and brings the answer', async () => {
    let heard: unknown;
    const port = await plain((request, response) => {
      heard = { host: request.headers.host, method: request.method, kind: request.headers['content-type'] };
      response.writeHead(201, { 'X-Answer': 'yes' }).end('created');
    });
    const outbound = local({ resolve: () => Promise.resolve(['127.0.0.1']) });
    const answer = await outbound.send({
      method: 'POST',
      url: `http://receiver.test:${port}/hook`,
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(heard).toEqual({ host: `receiver.test:${port}`, method: 'POST', kind: 'application/json' });
    expect(answer).toMatchObject({ status: 201, headers: { 'x-answer': 'yes' } });
    expect(answer.body.toString()).toBe('created');
  });

  it('speaks TLS with the name that was asked for, at the address that was checked', async () => {
    const port = await secure((_, response) => response.end('in private'));
    const outbound = local({ resolve: () => Promise.resolve(['127.0.0.1']), ca: CERTIFICATE });
    expect((await outbound.send({ method: 'GET', url: `https://receiver.test:${port}/` })).status).toBe(200);
    expect(await failure(outbound, `https://other.test:${port}/`)).toBe('tls_failed');
  });

  it('is not sent to a certificate that nobody vouches for, nor to a server without one', async () => {
    const resolve = (): Promise<string[]> => Promise.resolve(['127.0.0.1']);
    let calls = 0;
    const port = await secure(() => calls++);
    expect(await failure(local({ resolve }), `https://receiver.test:${port}/`)).toBe('tls_failed');
    expect(calls).toBe(0);
    const open = await plain(() => calls++);
    expect(await failure(local({ resolve }), `https://receiver.test:${open}/`)).toBe('tls_failed');
    expect(calls).toBe(0);
  });

  it('does not follow a redirect', async () => {
    let followed = 0;
    const inside = await plain(() => followed++);
    const port = await plain((_, response) => {
      response.writeHead(307, { Location: `http://127.0.0.1:${inside}/` }).end();
    });
    const answer = await local().send({ method: 'POST', url: `http://127.0.0.1:${port}/`, body: '{}' });
    expect(answer.status).toBe(307);
    expect(followed).toBe(0);
  });
});

describe('a name', () => {
  const publicly = (resolve: () => Promise<string[]>): Outbound =>
    new Outbound({ networks: [], allowsPlain: false, resolve, connectMs: 100 });

  it.each([
    ['does not exist', []],
    ['has a private address', ['10.0.0.1']],
    ['has a loopback address', ['127.0.0.1']],
    ['has the address of metadata', ['169.254.169.254']],
    ['has an address of IPv4 in one of IPv6', ['::ffff:127.0.0.1']],
    ['has a public address and a private one', ['93.184.216.34', '10.0.0.1']],
    ['has a private address in the other family', ['93.184.216.34', 'fd00::1']],
  ])('that %s has no public address', async (_, addresses) => {
    const outbound = publicly(() => Promise.resolve(addresses));
    expect(await failure(outbound, 'https://rebinding.test/')).toBe('no_public_address');
  });

  it('that answers differently the second time is asked only once', async () => {
    let calls = 0;
    const port = await plain((_, response) => response.end());
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const resolve = (): Promise<string[]> => Promise.resolve(answers[Math.min(calls++, 1)]);
    const answer = await local({ resolve }).send({ method: 'GET', url: `http://rebinding.test:${port}/` });
    expect(answer.status).toBe(200);
    expect(calls).toBe(1);
    expect(await failure(local({ resolve }), `http://rebinding.test:${port}/`)).toBe('no_public_address');
  });

  it('whose servers keep silent costs no more than the whole request may', async () => {
    const outbound = local({ resolve: () => new Promise(() => undefined), totalMs: 100 });
    expect(await failure(outbound, 'http://silent.test/')).toBe('timed_out');
  });
});

describe('a URL that may not be sent to', () => {
  it.each([
    ['http://receiver.test/', 'https_required'],
    ['https://user:word@receiver.test/', 'url_has_credentials'],
    ['https://127.0.0.1/', 'address_not_allowed'],
    ['https://receiver.test:22/', 'port_not_allowed'],
    ['nothing', 'invalid_url'],
  ])('is refused before anything is resolved: %s', async (url, reason) => {
    const resolve = (): Promise<string[]> => Promise.reject(new Error('It was resolved.'));
    expect(await failure(new Outbound({ networks: [], allowsPlain: false, resolve }), url)).toBe(reason);
  });
});

describe('an answer', () => {
  const URL_OF = (port: number): string => `http://127.0.0.1:${port}/`;

  it('that never comes ends with the time', async () => {
    const port = await plain(() => undefined);
    expect(await failure(local({ totalMs: 200 }), URL_OF(port))).toBe('timed_out');
  });

  it('that drips ends with the time, however often something comes', async () => {
    const port = await plain((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(timer));
    });
    const started = performance.now();
    expect(await failure(local({ totalMs: 300 }), URL_OF(port))).toBe('timed_out');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('whose head drips ends with the time', async () => {
    const port = await listening(
      createSocket((socket: Socket) => {
        const timer = setInterval(() => socket.write('HTTP/1.1 200 OK\r\nX: '.charAt(0)), 20);
        socket.on('error', () => undefined).on('close', () => clearInterval(timer));
      }),
    );
    expect(['timed_out', 'malformed_response']).toContain(await failure(local({ totalMs: 300 }), URL_OF(port)));
  });

  it('that is too long is not read to its end', async () => {
    let sent = 0;
    const port = await plain((_, response) => {
      response.on('error', () => undefined);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) sent += 16_384;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await failure(local(), URL_OF(port))).toBe('response_too_large');
    expect(sent).toBeLessThan(64 * 1_024 * 1_024);
  });

  it('of 64 KiB is read', async () => {
    const port = await plain((_, response) => response.end('x'.repeat(64 * 1_024)));
    expect((await local().send({ method: 'GET', url: URL_OF(port) })).body.length).toBe(64 * 1_024);
  });

  it.each([
    ['breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'connection_lost'],
    ['is none of HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'malformed_response'],
    [
      'changes the protocol',
      'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      'malformed_response',
    ],
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 'malformed_response'],
  ])('that %s is none', async (_, text, reason) => {
    const port = await listening(createSocket((socket) => void socket.on('error', () => undefined).end(text)));
    expect(await failure(local(), URL_OF(port))).toBe(reason);
  });

  it('cannot come from a port where nobody listens', async () => {
    const server = createPlain();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(local(), URL_OF(port))).toBe('connect_failed');
  });
});

describe('one host', () => {
  /** The most requests that it ever answered at once, of thirty. */
  async function mostAtOnce(partyOf: (at: number) => string): Promise<number> {
    let [now, most] = [0, 0];
    const port = await plain((_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.end();
      }, 30);
    });
    const outbound = local();
    const send = (at: number) => outbound.send({ method: 'GET', url: `http://127.0.0.1:${port}/`, party: partyOf(at) });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => send(at)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    return most;
  }

  it('gets at most eight requests at a time; the others wait for their turn', async () => {
    expect(await mostAtOnce((at) => `party ${at % 5}`)).toBe(8);
  });

  it('gets at most three of one party, whose others leave room for everybody else', async () => {
    expect(await mostAtOnce(() => 'one')).toBe(3);
  });
});
