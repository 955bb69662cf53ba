import { createDataSource } from './src/database/index.js';
import { SCHEMA } from './src/schema.js';
import { loadConfiguration } from './src/shared/index.js';

/** For the TypeORM command line: `npm run migration:run`. */
export default createDataSource(loadConfiguration(process.env).database, SCHEMA);
