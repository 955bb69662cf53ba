import { Resolver } from 'node:dns/promises';

/** All addresses of a name, of both families; none where there are none or nobody answers. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * Asks the name servers, and not the operating system: its resolver would hold one of the few threads that password
 * hashing and files need as well, for as long as a name server of anybody's choice likes.
 */
export const resolveByDns: Resolve = async (name, signal) => {
  if (name === 'localhost') return ['127.0.0.1'];
  const resolver = new Resolver({ timeout: 2_500, tries: 2 });
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};
