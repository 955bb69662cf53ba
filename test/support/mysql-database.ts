import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';

/** A schema of its own on the server of this pass. */
export async function createMysqlDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `gatehouse_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string): Promise<void> => {
    const connection = await createConnection(server);
    await connection.query(sql);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE ${name}`) };
}
