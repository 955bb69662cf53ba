import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The app at the other end of an authorization: a web server of its own. */
export interface ListeningApp {
  readonly port: number;
  /** Every path and query that it was asked for. */
  readonly visits: readonly string[];
  close(): Promise<void>;
}

/** Greets at every path; at `/frame?…` it shows the address in its query in a frame. */
export async function listeningApp(): Promise<ListeningApp> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    visits.push(path);
    const framed = path.startsWith('/frame?') ? `<iframe src="${decodeURIComponent(path.slice(7))}"></iframe>` : '';
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>The app</title><link rel="icon" href="data:,"><h1>The app</h1>${framed}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, visits, close };
}
