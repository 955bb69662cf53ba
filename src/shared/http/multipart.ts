import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { BodyError } from './body-error.js';
import { addToForm, type Form, newForm } from './form.js';
import { MAX_PARAMETER } from './input-limits.js';

const MAX_FIELDS = 50;
const MAX_NAME = 200;

const malformed = (message: string): BodyError => new BodyError(400, 'malformed_body', message);

/**
 * Reads a whole `multipart/form-data` body (RFC 7578) of fields, whose bytes were checked to be UTF-8; repeated names
 * become arrays. Rejects with 400: what is too long is refused, never cut.
 */
export function parseMultipart(contentType: string, body: Buffer): Promise<Form> {
  return new Promise((resolve, reject) => {
    const form = newForm();
    const reader = readerOf(contentType);
    const refuse = (message: string): void => {
      reject(malformed(message));
      reader.destroy();
    };
    reader.on('file', (name, stream, filename, _encoding, type) => {
      stream.on('limit', () => refuse('A field is longer than 8 KiB.'));
      stream.on('error', () => refuse('The body is not valid multipart/form-data.'));
      collect(stream, (value) => addToForm(form, name, value));
      const fault = faultOf(name, filename, type);
      if (fault) refuse(fault);
    });
    reader.on('filesLimit', () => refuse(`Send at most ${MAX_FIELDS} fields.`));
    reader.on('error', () => refuse('The body is not valid multipart/form-data.'));
    reader.on('finish', () => resolve(form));
    reader.end(body);
  });
}

/** The parser leaves both undefined where a part does not say them. */
function faultOf(name: string | undefined, filename: string | undefined, type: string): string | undefined {
  if (filename !== undefined || type === 'application/octet-stream') return 'Send fields, no files.';
  if (name === undefined) return 'Every field needs a name.';
  return Buffer.byteLength(name) > MAX_NAME ? `A name is longer than ${MAX_NAME} bytes.` : undefined;
}

function collect(stream: Readable, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
}

/** The parser reads its "files" as bytes, and its "fields" in whatever charset they claim to be in. */
function readerOf(contentType: string): BusboyInstance {
  const limits = { files: MAX_FIELDS, fileSize: MAX_PARAMETER, headerPairs: 50 };
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits, isPartAFile: () => true });
  } catch {
    throw malformed('The multipart boundary is missing.');
  }
}
