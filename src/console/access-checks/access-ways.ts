import type { AccessExplanation } from '../../access/index.js';
import { sectionPath } from '../shell/shells.js';
import type { Asked } from './access-asked.js';
import type { WayName } from './answer-words.js';

/** Where things are mended; null where that page is not there for this question. */
export type Ways = Readonly<Record<WayName, string | null>>;

/** The pages of a company that concern a question; `installationId` is that of its app. */
export function waysOf(companyId: number, asked: Asked, installationId: number | null): Ways {
  const { kind, principalId, project, app } = asked;
  const account = kind === 'account' ? `${sectionPath(companyId, 'service-accounts')}/${principalId}` : null;
  const apps = sectionPath(companyId, 'apps');
  const installed = installationId === null ? null : `${apps}/${installationId}`;
  return {
    account,
    accountInProject: account && project && `${account}/projects/${project.id}`,
    accountPermissions: account && `${account}#permissions`,
    app: installed,
    appProjects: installed && `${installed}/projects`,
    // What was uninstalled comes back from its own page.
    install: installed ?? (app && `${apps}/install?app_id=${app.id}`),
  };
}

type Row = AccessExplanation['checks'][number];

type WaysByCheck = Readonly<Record<string, WayName>>;

const OF_APPS: WaysByCheck = { installation: 'install', approval: 'app', permitted_project: 'appProjects' };

/** People are looked after in the directory, which has no page here. */
const BY_KIND: Readonly<Record<Asked['kind'], WaysByCheck>> = {
  person: {},
  account: { token: 'account', member: 'account', project_member: 'accountInProject' },
  app: { project_member: 'appProjects', level: 'app' },
};

/** The page on which an obstacle is taken away; undefined where the console has none. */
export function wayOut({ check, code }: Row, { kind, project }: Asked): WayName | undefined {
  if (code === 'app_suspended') return 'app';
  if (check === 'permitted_project' && project?.isActive === false) return undefined;
  if (kind === 'account' && check === 'level') return project ? 'accountInProject' : 'accountPermissions';
  return BY_KIND[kind][check] ?? OF_APPS[check];
}
