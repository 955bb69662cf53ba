import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request as it arrived. */
export interface Arrival {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into payloads of every shape
  readonly body: any;
}

/** What a receiver answers: a status, and when. */
export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly afterMs?: number;
}

const PATIENCE_MS = 15_000;

/** A real server on loopback that keeps what it is sent. */
export class Receiver {
  readonly arrivals: Arrival[] = [];
  reply: Reply = { status: 204 };
  /** Requests that are being answered, and the most that ever were at once. */
  busy = 0;
  mostBusy = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(port = 0, host = '127.0.0.1'): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
    server.on('request', (request, response) => {
      let text = '';
      receiver.mostBusy = Math.max(receiver.mostBusy, ++receiver.busy);
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        receiver.arrivals.push(arrivalOf(request.headers, text));
        const { status, headers, afterMs = 0 } = receiver.reply;
        setTimeout(() => {
          receiver.busy--;
          response.writeHead(status, headers).end('what nobody is to see');
        }, afterMs).unref();
      });
    });
    return receiver;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  ofType(type: string): Arrival[] {
    return this.arrivals.filter(({ body }) => (body as { type: string }).type === type);
  }

  /** Waits until this many requests of a type have arrived. */
  async until(type: string, count = 1): Promise<Arrival[]> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
      const found = this.ofType(type);
      if (found.length >= count) return found;
    }
    const got = this.arrivals.map(({ body }) => (body as { type: string }).type);
    throw new Error(`Expected ${count} of ${type}, got ${JSON.stringify(got)}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const arrivalOf = (headers: IncomingHttpHeaders, text: string): Arrival => ({
  id: String(headers['webhook-id']),
  headers: headers as Record<string, string>,
  text,
  body: JSON.parse(text),
});
