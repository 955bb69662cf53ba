/** The locks of companies, in the transaction of a change: implemented by what owns companies. */
export abstract class CompanyLocks {
  /** Throws not_found where there is no such company, and what the access decision denies by then. */
  abstract take(companyId: number): Promise<void>;
}
