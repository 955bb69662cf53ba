import { definePage } from '../../shared/index.js';
import type { DomainBody, ProviderBody } from '../../sso/index.js';
import type { Framed } from '../shell/exchange.js';

export interface DomainPageData extends Framed {
  readonly provider: ProviderBody;
  readonly domain: DomainBody;
  readonly mailboxes: readonly string[];
  readonly once: string;
  /** What kept it from being proven, or asked about. */
  readonly fault: string | null;
  readonly base: string;
}

export const DOMAIN_PAGE = definePage<DomainPageData>()(new URL('./domain.eta', import.meta.url), {
  en: {
    proven: 'Proven',
    unproven: 'Not proven',
    missing: 'Record missing',
    missingText:
      'The record is missing since {when}. If it stays away for a week, the domain is not proven any more: add it again and check.',
    byDns: 'Proven by the DNS on {when}. The record is looked at daily: leave it there.',
    byMail: 'Proven by mail on {when}.',
    record: 'Prove it by the DNS',
    recordText: 'Create this record at whoever runs the DNS of the domain, then check.',
    recordProven: 'The record that says that your company runs the domain:',
    recordName: 'Name',
    recordType: 'Type',
    recordValue: 'Value',
    recordHint: 'A click selects the whole line. Some DNS providers add the domain to the name by themselves.',
    check: 'Check now',
    mail: 'Or by mail',
    mailText:
      'A link goes to a mailbox that only those who run the domain have. Whoever opens and confirms it proves the domain. It works once and for 24 hours; a newer one ends it.',
    mailbox: 'Mailbox',
    ask: 'Send the link',
    removal: 'Remove it',
    remove: 'Remove the domain',
    removeText:
      'People with an address of it do not sign in at the provider any more, and whoever did is signed out. Their accounts stay.',
    removeSubmit: 'Remove {domain}',
  },
  es: {
    proven: 'Probado',
    unproven: 'No probado',
    missing: 'Falta el registro',
    missingText:
      'El registro falta desde {when}. Si falta una semana, el dominio deja de estar probado: añádalo de nuevo y compruébelo.',
    byDns: 'Probado por el DNS el {when}. El registro se mira a diario: déjelo ahí.',
    byMail: 'Probado por correo el {when}.',
    record: 'Probarlo por el DNS',
    recordText: 'Cree este registro donde se administre el DNS del dominio y después compruébelo.',
    recordProven: 'El registro que dice que su empresa administra el dominio:',
    recordName: 'Nombre',
    recordType: 'Tipo',
    recordValue: 'Valor',
    recordHint:
      'Un clic selecciona toda la línea. Algunos proveedores de DNS añaden por sí mismos el dominio al nombre.',
    check: 'Comprobar ahora',
    mail: 'O por correo',
    mailText:
      'Se envía un enlace a un buzón que solo tienen quienes administran el dominio. Quien lo abre y confirma prueba el dominio. Funciona una vez y durante 24 horas; uno más nuevo lo anula.',
    mailbox: 'Buzón',
    ask: 'Enviar el enlace',
    removal: 'Quitarlo',
    remove: 'Quitar el dominio',
    removeText:
      'Las personas con una dirección suya ya no inician sesión en el proveedor y se cierra la sesión de quienes lo hicieron. Sus cuentas se quedan.',
    removeSubmit: 'Quitar {domain}',
  },
});
