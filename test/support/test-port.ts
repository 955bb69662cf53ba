import { freePort } from '../../src/free-port.js';

const FIRST = 20_000;
/** Linux takes the local ports of outgoing connections from 32,768 on: one of them may take a port before it is used. */
const END = 32_000;

/** A port of the loopback interface on which a test's own server can listen a moment later. */
export const testPort = (): Promise<number> => freePort(FIRST + Math.floor(Math.random() * (END - FIRST)));
