/**
 * The module order. Lowest first: each module imports only modules above it in this list, and only through their
 * `index.ts`. What puts the program together may import any module's door.
 */
export const MODULES = [
  'shared',
  'database',
  'keys',
  'audit',
  'limits',
  'outbound',
  'mail',
  'clients',
  'tokens',
  'access',
  'requests',
  'identity',
  'directory',
  'sso',
  'oauth',
  'service-accounts',
  'apps',
  'app-management',
  'webhooks',
  'usage',
  'operations',
  'console',
  'rfis',
];

/** Folders that put the program together, beside the files directly in src/. */
export const COMPOSITION = ['demo', 'ports'];

const anyOf = (names) => `(${names.join('|')})`;
const DOOR = '^src/[^/]+/index\\.ts$';

const order = MODULES.map((name, position) => ({
  name: `order-of-${name}`,
  comment: `${name} imports only modules above it in the list`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: `^src/${anyOf(MODULES.slice(0, position + 1))}/` },
}));

export default {
  forbidden: [
    ...order,
    {
      name: 'listed-modules-only',
      comment: 'a module that is not in the list has no place in the order',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: `^src/${anyOf([...MODULES, ...COMPOSITION])}/` },
    },
    {
      name: 'through-the-door',
      comment: "another module's files are reached through its index.ts only",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', DOOR] },
    },
    {
      name: 'through-the-door-from-the-root',
      comment: 'what puts the program together uses doors as well',
      severity: 'error',
      from: { path: '^src/[^/]+$' },
      to: { path: '^src/[^/]+/', pathNot: [DOOR, `^src/${anyOf(COMPOSITION)}/`] },
    },
    {
      name: 'no-circle',
      comment: 'no file imports itself by a detour, types included',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-test-code',
      comment: 'the program uses nothing of its tests, benchmarks and examples',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^(test|bench|examples)/', '\\.spec\\.ts$'] },
    },
    {
      name: 'no-development-package',
      comment: 'what the program imports is installed in production',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'nothing-unresolved',
      comment: 'an import that cannot be found cannot be judged by the other rules',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'require'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
