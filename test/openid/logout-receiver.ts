import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 15_000;

/** Where a client hears of ended sessions: a real server on loopback that keeps the logout tokens it is sent. */
export class LogoutReceiver {
  readonly tokens: string[] = [];
  readonly types: (string | undefined)[] = [];
  status = 200;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<LogoutReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new LogoutReceiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/logout`);
    server.on('request', (request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        receiver.types.push(request.headers['content-type']);
        receiver.tokens.push(new URLSearchParams(text).get('logout_token') ?? `none in ${text}`);
        response.writeHead(receiver.status).end();
      });
    });
    return receiver;
  }

  /** Waits until so many tokens have arrived. */
  async until(count: number): Promise<string[]> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
      if (this.tokens.length >= count) return this.tokens;
    }
    throw new Error(`Expected ${count} logout tokens, got ${this.tokens.length}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
