import type { Level } from '../../access/index.js';

type Levels = Readonly<Record<string, Level>>;

/** Somebody in a sandbox company whom nobody can sign in as: there to be listed, assigned and granted things. */
export interface SeededPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  /** Under a domain that can never exist (RFC 6761 §6.4). */
  readonly email: string;
  readonly companyLevels: Levels;
  /** Null for somebody outside of the sample project. */
  readonly projectLevels: Levels | null;
}

export const PROJECT_NAME = 'Sample Project';

export const PEOPLE: readonly SeededPerson[] = [
  {
    firstName: 'Sample',
    lastName: 'Architect',
    title: 'Architect',
    email: 'architect@sandbox.invalid',
    companyLevels: { 'company.directory': 'read_only' },
    projectLevels: { 'project.rfis': 'standard' },
  },
  {
    firstName: 'Sample',
    lastName: 'Subcontractor',
    title: 'Subcontractor',
    email: 'subcontractor@sandbox.invalid',
    companyLevels: {},
    projectLevels: { 'project.rfis': 'read_only' },
  },
  {
    firstName: 'API',
    lastName: 'Support',
    title: 'API support',
    email: 'api-support@sandbox.invalid',
    companyLevels: {},
    projectLevels: null,
  },
];
