import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { MailError, messageOf, MailTransport, type ReadyMail } from './mail-transport.js';

/** Mail of a developer: files that a mail program opens, for their owner alone. */
export class FileTransport extends MailTransport {
  private readonly composer = createTransport({ streamTransport: true, buffer: true });
  private written = 0;

  constructor(private readonly directory: string) {
    super();
  }

  async send(mail: ReadyMail): Promise<void> {
    try {
      const { message } = await this.composer.sendMail(messageOf(mail));
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      const name = `${Date.now()}-${String(++this.written).padStart(4, '0')}-${process.pid}`;
      const file = join(this.directory, `${name}.eml`);
      // Whoever watches the directory sees whole files only.
      await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
      await rename(`${file}.part`, file);
    } catch (error) {
      throw new MailError((error as NodeJS.ErrnoException).code ?? 'not_written', false);
    }
  }
}
