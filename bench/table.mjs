const REFERENCE_NAMES = { twin: 'twin without guards' };

/** What a workload must reach, and whether it fails to. */
const TARGETS = [
  [
    ({ workload, p99 }) => p99 > (workload.mostMilliseconds ?? Infinity),
    ({ workload }) => `${workload.mostMilliseconds} ms`,
  ],
  [
    ({ workload }, _, share) => workload.share !== undefined && share < workload.share,
    ({ workload }) => `${workload.share * 100} %`,
  ],
  [
    ({ workload, statements }) => statements > (workload.mostStatements ?? Infinity) + 0.05,
    ({ workload }) => `${workload.mostStatements} statements`,
  ],
  [
    ({ workload, statements }, reference) =>
      statements - reference.statements > (workload.mostMoreStatements ?? Infinity) + 0.05,
    () => 'no more statements',
  ],
  [
    ({ workload, cpu }, reference) => cpu - reference.cpu > (workload.mostMoreCpu ?? Infinity),
    ({ workload }) => `${workload.mostMoreCpu} µs more`,
  ],
];

/** Holds a result against its reference at the same number of connections. */
export function verdictOf(result, known) {
  const { workload, connections } = result;
  const name = REFERENCE_NAMES[workload.reference] ?? workload.reference;
  const reference = known.find((one) => one.name === name && one.connections === connections);
  const judged = workload.reference === undefined ? workload.mostMilliseconds !== undefined : reference !== undefined;
  if (!judged) return { ...result, share: '', verdict: '' };
  const share = reference ? result.perSecond / reference.perSecond : NaN;
  const faults = TARGETS.filter(([isMissed]) => isMissed(result, reference ?? result, share)).map(([, tell]) =>
    tell(result),
  );
  const more = workload.mostMoreCpu ? `, +${Math.round(result.cpu - reference.cpu)} µs` : '';
  return {
    ...result,
    share: reference ? `${Math.round(share * 100)} % of ${name}${more}` : '',
    verdict: faults.length > 0 ? `below: ${faults.join(', ')}` : 'ok',
  };
}

export function printTable(results) {
  console.table(
    results.map(({ name, connections, perSecond, p50, p99, cpu, statements, rss, share, verdict }) => ({
      workload: name,
      connections,
      'requests/s': perSecond,
      'p50 ms': p50.toFixed(2),
      'p99 ms': p99.toFixed(2),
      // CPU milliseconds per 1,000 requests are microseconds per request.
      'CPU ms/1000': Math.round(cpu),
      statements: statements.toFixed(2),
      'memory MB': Math.round(rss / 1e6),
      share,
      verdict,
    })),
  );
}
