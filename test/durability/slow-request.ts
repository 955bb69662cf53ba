import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const FIRST_PART = 10;

/** A form that arrives in two parts, so that something can happen to the server between them. */
export class SlowRequest {
  private received = '';

  private constructor(
    private readonly socket: Socket,
    private readonly rest: string,
  ) {
    socket.setEncoding('utf8').on('data', (chunk: string) => (this.received += chunk));
    // The server may hang up on it.
    socket.on('error', () => undefined);
  }

  /** Sends the first part; the server has begun with the request when this resolves. */
  static async begin(url: string, form: Record<string, string>, connection = 'keep-alive'): Promise<SlowRequest> {
    const { hostname, port, pathname } = new URL(url);
    const body = new URLSearchParams(form).toString();
    const socket = connect(Number(port), hostname);
    const request = new SlowRequest(socket, body.slice(FIRST_PART));
    const head = [
      `POST ${pathname} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `Connection: ${connection}`,
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    while (!request.received.includes('100 Continue')) await once(socket, 'data');
    socket.write(body.slice(0, FIRST_PART));
    return request;
  }

  /** Sends the rest; everything that the server answered until it hung up. */
  async finish(): Promise<string> {
    const closed = once(this.socket, 'close');
    this.socket.write(this.rest);
    await closed;
    return this.received;
  }
}

/** A connection on which nothing is ever sent. */
export async function silentConnection(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket.on('error', () => undefined);
}
