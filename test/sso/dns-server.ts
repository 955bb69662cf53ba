import { createSocket, type Socket } from 'node:dgram';

const TXT = 16;
const FAILED = 2;
const NO_SUCH_NAME = 3;

/** A DNS server on loopback that knows TXT records and nothing else (RFC 1035 §4). */
export class DnsServer {
  readonly records = new Map<string, string[]>();
  /** Answers nothing at all while true. */
  isSilent = false;
  /** Answers that it failed while true. */
  fails = false;

  private constructor(private readonly socket: Socket) {}

  static async start(): Promise<DnsServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const server = new DnsServer(socket);
    socket.on('message', (query, { port, address }) => {
      if (!server.isSilent) socket.send(server.answer(query), port, address);
    });
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.socket.close(resolve));
  }

  private answer(query: Buffer): Buffer {
    const { name, end } = nameAt(query);
    const texts = this.fails ? undefined : this.records.get(name.toLowerCase());
    const failure = this.fails ? FAILED : NO_SUCH_NAME;
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (texts ? 0 : failure), 2);
    header.writeUInt16BE(texts?.length ?? 0, 6);
    header.writeUInt32BE(0, 8);
    return Buffer.concat([header, query.subarray(12, end + 4), ...(texts ?? []).map(recordOf)]);
  }
}

function nameAt(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (; query[at] > 0; at += query[at] + 1) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  return { name: labels.join('.'), end: at + 1 };
}

/** The name is that of the question; long texts come in pieces of 255. */
function recordOf(text: string): Buffer {
  const pieces = text.match(/.{1,255}/gs) ?? [''];
  const data = Buffer.concat(pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)])));
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
