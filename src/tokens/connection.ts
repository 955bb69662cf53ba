/**
 * One time that a person connected a company to a client. It ends when the company is withdrawn; a later consent makes
 * another one, so that what rests on the ended one stays dead.
 */
export interface Connection {
  readonly companyId: number;
  /** Null in what is from before connections were told apart. */
  readonly id: string | null;
}

/** The columns `companies` and `connections` of a row that remembers connections. */
export const connectionColumns = (connections: readonly Connection[]): [companies: string, connections: string] => [
  JSON.stringify(connections.map(({ companyId }) => companyId)),
  JSON.stringify(connections.map(({ id }) => id)),
];

/** What {@link connectionColumns} wrote. */
export const connectionsOf = (
  companies: readonly number[],
  connections: readonly (string | null)[] | null,
): Connection[] => companies.map((companyId, at) => ({ companyId, id: connections?.[at] ?? null }));
