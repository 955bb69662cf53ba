import { OutboundError } from './outbound.errors.js';

const MOST_PER_HOST = 8;
/** So many of them on behalf of one party: one name may stand for the receivers of many. */
const MOST_PER_PARTY = 3;
/** Waiting for a place is no time of the request's own. */
const PATIENCE_MS = 5_000;

interface Waiting {
  readonly party: string;
  readonly enter: () => void;
}

interface Line {
  /** The parties of those who have a place. */
  readonly taken: string[];
  readonly waiting: Waiting[];
}

/** How many requests go to one host at a time. */
export class HostSlots {
  private readonly lines = new Map<string, Line>();

  /** Runs `work` when there is a place. Throws `host_busy` where there is none for long. */
  async run<T>(host: string, party = '', work: () => Promise<T>): Promise<T> {
    const line = this.lineOf(host);
    if (hasPlaceFor(line, party)) line.taken.push(party);
    else await waitIn(line, party);
    try {
      return await work();
    } finally {
      this.leave(host, line, party);
    }
  }

  private lineOf(host: string): Line {
    const line = this.lines.get(host) ?? { taken: [], waiting: [] };
    this.lines.set(host, line);
    return line;
  }

  /** The place goes to whoever waits longest of those whose party may have one more. */
  private leave(host: string, line: Line, party: string): void {
    line.taken.splice(line.taken.indexOf(party), 1);
    const next = line.waiting.findIndex((one) => hasPlaceFor(line, one.party));
    if (next >= 0) {
      const [entering] = line.waiting.splice(next, 1);
      line.taken.push(entering.party);
      entering.enter();
    }
    if (line.taken.length === 0) this.lines.delete(host);
  }
}

const hasPlaceFor = ({ taken }: Line, party: string): boolean =>
  taken.length < MOST_PER_HOST && taken.filter((one) => one === party).length < MOST_PER_PARTY;

function waitIn({ waiting }: Line, party: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const one = {
      party,
      enter: (): void => {
        clearTimeout(timer);
        resolve();
      },
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(one), 1);
      reject(new OutboundError('host_busy'));
    }, PATIENCE_MS);
    waiting.push(one);
  });
}
