import { Injectable } from '@nestjs/common';
import { AppReleases, permissionsOf } from '../../apps/index.js';
import { Users } from '../../identity/index.js';
import { asTime, asTimeOrNull } from '../../service-accounts/index.js';
import type { Paged } from '../../shared/index.js';
import type { InstallationRequest } from './installation-request.entity.js';
import type { RequestBody } from './installation-requests.schemas.js';

/** Requests as the routes answer them: with apps, versions and people, each read once per page. */
@Injectable()
export class InstallationRequestViews {
  constructor(
    private readonly releases: AppReleases,
    private readonly users: Users,
  ) {}

  async one(request: InstallationRequest): Promise<RequestBody> {
    const [body] = await this.bodies([request]);
    return body;
  }

  async page(page: Paged<InstallationRequest>): Promise<Paged<RequestBody>> {
    const bodies = new Map((await this.bodies(page.items)).map((body) => [body.id, body]));
    return page.map(({ id }) => bodies.get(id) as RequestBody);
  }

  private async bodies(requests: readonly InstallationRequest[]): Promise<RequestBody[]> {
    const [apps, versions, names] = await Promise.all([
      this.releases.appsById(requests.map(({ appId }) => appId)),
      this.releases.versionsById(requests.map(({ versionId }) => versionId)),
      this.namesOf(requests),
    ]);
    return requests.map((request) => {
      const app = apps.get(request.appId);
      const version = versions.get(request.versionId);
      if (!app || !version) throw new Error(`The request ${request.id} has no app or no version.`);
      const { id, uid, name, publisher } = app;
      const by = request.answeredBy;
      return {
        id: request.id,
        kind: request.kind,
        status: request.status,
        implicit: request.implicit,
        app: { id, uid, name, publisher },
        version: { id: version.id, version: version.version },
        permissions: permissionsOf(version.manifest),
        requester: { id: request.requesterId, name: names.get(request.requesterId) ?? '' },
        notes: request.notes,
        project_ids: request.projectIds,
        created_at: asTime(request.createdAt),
        expires_at: asTime(request.expiresAt),
        answered_at: asTimeOrNull(request.answeredAt),
        answered_by: by === null ? null : { id: by, name: names.get(by) ?? '' },
        answer_notes: request.answerNotes,
      };
    });
  }

  private async namesOf(requests: readonly InstallationRequest[]): Promise<Map<number, string>> {
    const ids = new Set(requests.flatMap(({ requesterId, answeredBy }) => [requesterId, answeredBy ?? []].flat()));
    const found = await Promise.all([...ids].map((id) => this.users.find(id)));
    return new Map(found.flatMap((user) => (user ? [[user.id, user.name] as const] : [])));
  }
}
