/** Drives one workload over some connections, checks every answer, and says what it cost. */
import { Connection } from './http-client.mjs';

const WARM_MS = 700;

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/**
 * `workload.start(n)` makes the turn of connection n: an async function that sends with the `Connection` it is given
 * and throws on a wrong answer. A turn that does more than what is measured returns the milliseconds that count.
 */
export async function measure(server, workload, { connections, seconds }) {
  const clients = Array.from({ length: connections }, () => new Connection(server.facts.port));
  const turns = await Promise.all(clients.map((client, n) => workload.start(n, client)));
  await drive(clients, turns, Date.now() + WARM_MS);
  const before = await server.ask('stats');
  const began = performance.now();
  const latencies = await drive(clients, turns, Date.now() + seconds * 1000);
  const elapsed = performance.now() - began;
  const after = await server.ask('stats');
  for (const client of clients) client.close();
  latencies.sort((a, b) => a - b);
  const count = latencies.length;
  return {
    name: workload.name,
    connections,
    perSecond: Math.round((count * 1000) / elapsed),
    p50: at(latencies, 0.5),
    p99: at(latencies, 0.99),
    cpu: (after.cpuMicroseconds - before.cpuMicroseconds) / count,
    // The change feed is polled four times a second, whatever the load.
    statements: Math.max(0, after.statements - before.statements - (server.polls ? elapsed / 250 : 0)) / count,
    rss: after.rss,
  };
}

async function drive(clients, turns, until) {
  const latencies = [];
  const run = async (client, turn) => {
    while (Date.now() < until) {
      const began = performance.now();
      const own = await turn(client);
      latencies.push(own ?? performance.now() - began);
    }
  };
  await Promise.all(clients.map((client, n) => run(client, turns[n])));
  return latencies;
}
