export { AppBlocking } from './app-blocking.js';
export { runCommandLine, type CommandLineHost } from './cli/command-line.js';
export { OperationsModule } from './operations.module.js';
export { type Deleted, Retention } from './retention.js';
