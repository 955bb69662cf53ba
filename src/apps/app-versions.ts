import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { AppReleases } from './app-releases.js';
import { AppTeam } from './app-team.js';
import { AppVersion } from './app-version.entity.js';
import type { ChangeVersionBody, NewVersionBody } from './app-versions.schemas.js';
import { tooManyVersions, versionNotDraft, versionNotGreater } from './apps.errors.js';
import { factsOf } from './manifest/manifest.js';
import { Manifests } from './manifest/manifests.js';
import { compareVersions, parseVersion, type SemanticVersion } from './semantic-version.js';

/** None is ever deleted: what a company runs must stay to be looked at. */
export const MOST_VERSIONS = 1_000;
/** How much of the release notes the audit trail repeats. */
const NOTED = 1_000;

/** The versions of an app up to testing; {@link VersionPromotion} does the rest. */
@Injectable()
export class AppVersions {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly releases: AppReleases,
    private readonly manifests: Manifests,
    private readonly audit: AuditTrail,
  ) {}

  /** Newest first. */
  async list(appId: number, userId: number, query: PageQuery): Promise<Paged<AppVersion>> {
    await this.team.reading(appId, userId);
    const order = { major: 'DESC', minor: 'DESC', patch: 'DESC' } as const;
    const window = { where: { appId }, order, ...pageWindow(query) };
    const [items, total] = await this.database.repository(AppVersion).findAndCount(window);
    return new Paged(items, total, query);
  }

  async show(appId: number, userId: number, version: string): Promise<AppVersion> {
    await this.team.reading(appId, userId);
    return this.releases.version(appId, version);
  }

  /** Adds a draft; its number must be greater than every earlier one. Throws version_not_greater, too_many_versions. */
  async create(appId: number, userId: number, body: NewVersionBody): Promise<AppVersion> {
    const number = parseVersion(body.version);
    if (!number) throw notFound();
    return this.database.transaction(async () => {
      await this.team.changing(appId, userId);
      const manifest = await this.manifests.read(appId, body.manifest);
      await this.requireGreater(appId, number);
      const versions = await this.database.repository(AppVersion).countBy({ appId });
      if (versions >= MOST_VERSIONS) throw tooManyVersions(MOST_VERSIONS);
      const row = {
        ...number,
        appId,
        version: body.version,
        status: 'draft' as const,
        manifest,
        releaseNotes: body.release_notes,
        sandboxKey: null,
        productionKey: null,
        createdAt: await this.database.now(),
        promotedAt: null,
        withdrawnAt: null,
        withdrawalReason: null,
      };
      const { identifiers } = await this.database.repository(AppVersion).insert({ ...row });
      const version = { ...row, id: Number(identifiers[0].id) };
      await this.record('app_version.created', version, factsOf(manifest));
      return version;
    });
  }

  /** Changes a draft; what somebody may already have tested stays as it is. */
  async change(appId: number, userId: number, version: string, body: ChangeVersionBody): Promise<AppVersion> {
    return this.database.transaction(async () => {
      await this.team.changing(appId, userId);
      const draft = await this.releases.version(appId, version);
      const change = {
        ...(body.manifest ? { manifest: await this.manifests.read(appId, body.manifest) } : {}),
        ...(body.release_notes === undefined ? {} : { releaseNotes: body.release_notes }),
      };
      await this.updateDraft(draft, change);
      const { manifest, releaseNotes } = change;
      const facts = { ...(manifest && factsOf(manifest)), releaseNotes: releaseNotes?.slice(0, NOTED) };
      await this.record('app_version.changed', draft, facts);
      return { ...draft, ...change };
    });
  }

  /** Sends a draft to testing: it gets the key that installs it in sandbox companies. */
  async test(appId: number, userId: number, version: string): Promise<AppVersion> {
    const change = { status: 'testing' as const, sandboxKey: randomUUID() };
    return this.database.transaction(async () => {
      await this.team.changing(appId, userId);
      const draft = await this.releases.version(appId, version);
      await this.manifests.requireClients(appId, draft.manifest);
      await this.updateDraft(draft, change);
      await this.record('app_version.sent_to_testing', draft, change);
      return { ...draft, ...change };
    });
  }

  /** One conditional update, so that of two callers only one finds a draft. */
  private async updateDraft(draft: AppVersion, change: Partial<AppVersion>): Promise<void> {
    const versions = this.database.repository(AppVersion);
    const { affected } = await versions.update({ id: draft.id, status: 'draft' }, change);
    if (!affected) throw versionNotDraft();
  }

  /** Two new versions at once see each other: whoever changes an app holds its row. */
  private async requireGreater(appId: number, number: SemanticVersion): Promise<void> {
    const greatest = await this.releases.greatest(appId);
    if (greatest && compareVersions(number, greatest) <= 0) throw versionNotGreater(greatest.version);
  }

  private record(action: string, version: AppVersion, after: object): Promise<void> {
    const { id, appId, version: number } = version;
    return this.audit.record({
      action,
      subjectType: 'app_version',
      subjectId: id,
      after: { appId, version: number, ...after },
    });
  }
}
