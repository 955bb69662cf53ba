import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { LEVELS, ToolCatalogue } from '../../access/index.js';
import { ISSUER, type Issuer } from '../../shared/index.js';
import { type Kind, levelOf } from './manifest-rules.js';
import { CompanyLevels, ManifestBody, ProjectLevels } from './manifest.schemas.js';

type JsonSchema = Record<string, unknown>;

export const MANIFEST_SCHEMA_PATH = '/schemas/app-manifest.json';

const TITLE = {
  title: 'App manifest',
  description:
    'What a version of an app is and asks for. The rules between fields stand in their descriptions; ' +
    '`POST /rest/v1.0/apps/{id}/manifest_checks` checks them too.',
};

/** The form of manifests for editors and build servers, made from what the server itself checks with. */
@Injectable()
export class ManifestSchema {
  private known: JsonSchema | undefined;

  constructor(
    private readonly catalogue: ToolCatalogue,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  /** JSON Schema, draft 2020-12. Modules have registered their tools before the first request. */
  get document(): JsonSchema {
    return (this.known ??= this.describe());
  }

  private describe(): JsonSchema {
    const { $schema, ...schema } = z.toJSONSchema(ManifestBody, {
      target: 'draft-2020-12',
      io: 'input',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const { example, ...rest } = jsonSchema as JsonSchema;
        if (example !== undefined) replace(jsonSchema, { ...rest, examples: [example] });
        if (zodSchema === CompanyLevels) Object.assign(jsonSchema, this.toolsOf('company'));
        if (zodSchema === ProjectLevels) Object.assign(jsonSchema, this.toolsOf('project'));
      },
    }) as JsonSchema;
    return { $schema, $id: `${this.issuer.url}${MANIFEST_SCHEMA_PATH}`, ...TITLE, ...schema };
  }

  /** Every name that a tool may be written with, and the levels of those that have not all of them. */
  private toolsOf(kind: Kind): JsonSchema {
    const tools = this.catalogue.list(kind).map((tool) => ({ levels: this.catalogue.levelsOf(tool), tool }));
    const spellings = ({ name }: { readonly name: string }): string[] => [name.slice(kind.length + 1), name];
    const limited = tools.filter(({ levels }) => levels.length < LEVELS.length);
    const entries = limited.flatMap(({ tool, levels }) => {
      const words = ['none', 'readonly', 'read_only', 'standard', 'admin'];
      const possible = words.filter((word) => levels.some((level) => level === levelOf(word)));
      return spellings(tool).map((name) => [name, { enum: possible }] as const);
    });
    return {
      propertyNames: { enum: tools.flatMap(({ tool }) => spellings(tool)) },
      properties: Object.fromEntries(entries),
    };
  }
}

function replace(target: object, source: JsonSchema): void {
  for (const key of Object.keys(target)) delete (target as JsonSchema)[key];
  Object.assign(target, source);
}
