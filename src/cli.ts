import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { runCommandLine } from './operations/index.js';
import { loadConfiguration } from './shared/index.js';

/** The program without its server. */
const open = () =>
  NestFactory.createApplicationContext(AppModule.register(loadConfiguration(process.env)), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });

// A start that failed half-way leaves connections behind, which would keep the process.
process.exit(
  await runCommandLine(process.argv.slice(2), {
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
    open,
  }),
);
