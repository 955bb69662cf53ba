/** What `audit verify` tells apart. */
export type FaultKind =
  /** Not as it was recorded and sealed. */
  | 'changed'
  /** Sealed once, and gone; or a place in the chain is. */
  | 'missing'
  /** Genuine, but not where it was sealed. */
  | 'reordered'
  /** Never recorded by the program. */
  | 'inserted';

export interface AuditFault {
  readonly kind: FaultKind;
  readonly text: string;
}

const MAX_LISTED = 50;

/** What was found in one chain; as large as it may get, whatever was found. */
export class ChainReport {
  /** Sealed or not. */
  events = 0;
  length = 0;
  hash: string | null = null;
  /** Events that were sealed long after they were recorded: a trail that was sealed anew looks like that. */
  late = 0;
  firstLate: number | null = null;
  faultCount = 0;
  readonly faults: AuditFault[] = [];

  constructor(readonly chain: number) {}

  fault(kind: FaultKind, text: string): void {
    this.faultCount++;
    if (this.faults.length < MAX_LISTED) this.faults.push({ kind, text });
  }
}
