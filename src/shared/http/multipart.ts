import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { BodyError } from './body-error.js';
import { addToForm, type Form, newForm } from './form.js';
import { MAX_PARAMETER } from './input-limits.js';

const MAX_FIELDS = 50;

const malformed = (message: string): BodyError => new BodyError(400, 'malformed_body', message);

/** Reads a whole `multipart/form-data` body (RFC 7578) of fields; repeated names become arrays. Rejects with 400. */
export function parseMultipart(contentType: string, body: Buffer): Promise<Form> {
  return new Promise((resolve, reject) => {
    const form = newForm();
    const reader = readerOf(contentType);
    const refuse = (message: string): void => {
      reject(malformed(message));
      reader.destroy();
    };
    reader.on('field', (name, value) => addToForm(form, name, value));
    reader.on('file', (_name, stream) => {
      stream.resume();
      refuse('Send fields, no files.');
    });
    reader.on('fieldsLimit', () => refuse(`Send at most ${MAX_FIELDS} fields.`));
    reader.on('error', () => refuse('The body is not valid multipart/form-data.'));
    reader.on('finish', () => resolve(form));
    reader.end(body);
  });
}

function readerOf(contentType: string): BusboyInstance {
  // One more than allowed: a longer value is cut there, and so still recognized as too long.
  const limits = { fields: MAX_FIELDS, fieldSize: MAX_PARAMETER + 1, fieldNameSize: 200, headerPairs: 50 };
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch {
    throw malformed('The multipart boundary is missing.');
  }
}
