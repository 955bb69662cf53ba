import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { STATUS_OF_KIND } from '../../src/shared/index.js';

const SOURCES = resolve(import.meta.dirname, '../../src');

/** A code that the program refuses with, and where. */
export interface UsedCode {
  readonly surface: 'oauth' | 'rest';
  readonly code: string;
  /** The HTTP status, or `redirect` where the answer goes back to the client by redirect. */
  readonly status: string;
  readonly file: string;
}

/** A call that refuses with a code that it is handed: nobody can tell from the source which one. */
export interface HandedOn {
  readonly file: string;
  readonly text: string;
}

export interface Found {
  readonly codes: readonly UsedCode[];
  readonly handedOn: readonly HandedOn[];
}

type Arguments = readonly ts.Expression[];
type Reading = Pick<UsedCode, 'surface'> & { readonly code?: ts.Expression; readonly status: string | undefined };

const literal = (node: ts.Expression | undefined): string | undefined =>
  node && (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) ? node.text : undefined;

const statusOfKind = (kind: ts.Expression | undefined): string | undefined => {
  const name = literal(kind);
  return name === undefined ? undefined : String(STATUS_OF_KIND[name as keyof typeof STATUS_OF_KIND]);
};

/** How each way of refusing names its code and its status. */
const REFUSALS: Readonly<Record<string, (args: Arguments) => Reading>> = {
  'new DomainError': ([kind, code]) => ({ surface: 'rest', code, status: statusOfKind(kind) }),
  'new BodyError': ([status, code]) => ({ surface: 'rest', code, status: literal(status) }),
  'new OAuthError': ([code, , status]) => ({ surface: 'oauth', code, status: status ? literal(status) : '400' }),
  'new RedirectedError': ([code]) => ({ surface: 'oauth', code, status: 'redirect' }),
  conflict: ([code]) => ({ surface: 'rest', code, status: '409' }),
  forbidden: ([code]) => ({ surface: 'rest', code, status: '403' }),
  plainProblem: ([status, code]) => ({ surface: 'rest', code, status: literal(status) }),
};

function nameOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) return `new ${node.expression.text}`;
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : undefined;
}

/** All strings that an expression may come to: `isOld ? 'a' : 'b'` to both. */
function valuesOf(node: ts.Expression): string[] {
  if (ts.isConditionalExpression(node)) return [...valuesOf(node.whenTrue), ...valuesOf(node.whenFalse)];
  const text = literal(node);
  return text === undefined ? [] : [text];
}

/** The members of an object or a class that have a value, by name. */
function membersOf(node: ts.Node): Map<string, ts.Expression> {
  const members = ts.isObjectLiteralExpression(node) ? node.properties : ts.isClassLike(node) ? node.members : [];
  const pairs = [...members].flatMap((member): [string, ts.Expression][] => {
    const isValue = ts.isPropertyAssignment(member) || ts.isPropertyDeclaration(member);
    return isValue && member.initializer ? [[member.name.getText(), member.initializer]] : [];
  });
  return new Map(pairs);
}

/** `{ status: 403, code: 'a' }`, and errors that say it in their class. */
function readMembers(node: ts.Node): Reading | undefined {
  const members = membersOf(node);
  const [code, status] = [members.get('code'), members.get('status') ?? members.get('statusCode')];
  const isProtocol = node.getSourceFile().fileName.startsWith('oauth/');
  return code && status ? { surface: isProtocol ? 'oauth' : 'rest', code, status: literal(status) } : undefined;
}

/** `400: ['bad_request', …]` */
function readTable(node: ts.Node): Reading | undefined {
  if (!ts.isPropertyAssignment(node) || !ts.isNumericLiteral(node.name)) return undefined;
  if (!ts.isArrayLiteralExpression(node.initializer)) return undefined;
  return { surface: 'rest', code: node.initializer.elements[0], status: node.name.text };
}

function readingOf(node: ts.Node): Reading | undefined {
  const name = nameOf(node);
  const refusal = name === undefined || !Object.hasOwn(REFUSALS, name) ? undefined : REFUSALS[name];
  if (!refusal) return readMembers(node) ?? readTable(node);
  return refusal((node as ts.CallExpression | ts.NewExpression).arguments ?? []);
}

function readFile(file: string, found: Writable<Found>): void {
  const visit = (node: ts.Node): void => {
    const reading = readingOf(node);
    if (reading) add(reading, node, file, found);
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
}

function add({ surface, code, status }: Reading, node: ts.Node, file: string, found: Writable<Found>): void {
  const values = code ? valuesOf(code) : [];
  if (values.length > 0 && status !== undefined) {
    found.codes.push(...values.map((value) => ({ surface, code: value, status, file })));
  } else found.handedOn.push({ file, text: node.getText().split('\n', 1)[0] });
}

type Writable<T> = { [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : never };

const sourceFiles = (): string[] =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.ts$/.test(name) && !/\.spec\.ts$/.test(name),
  );

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(SOURCES, file), 'utf8'), ts.ScriptTarget.Latest, true);

/** All string literals of a module, types left out. */
export function stringsIn(folder: string): Set<string> {
  const strings = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isStringLiteralLike(node)) strings.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const file of sourceFiles().filter((name) => name.startsWith(`${folder}/`))) visit(parse(file));
  return strings;
}

/** The strings that a type of alternatives allows. */
export function alternativesOf(file: string, type: string): string[] {
  const declaration = parse(file)
    .statements.filter(ts.isTypeAliasDeclaration)
    .find(({ name }) => name.text === type);
  if (!declaration || !ts.isUnionTypeNode(declaration.type)) throw new Error(`${file} has no alternatives ${type}.`);
  return declaration.type.types
    .filter(ts.isLiteralTypeNode)
    .map(({ literal: one }) => literal(one as ts.Expression) ?? '');
}

/** Every code in the source. Schemas hold examples, not refusals. */
export function usedCodes(): Found {
  const found: Writable<Found> = { codes: [], handedOn: [] };
  for (const file of sourceFiles().sort()) if (!file.endsWith('.schemas.ts')) readFile(file, found);
  return found;
}
