const DATABASES = ['embedded', 'mysql'];

/** Splits the arguments of `npm test` into its own and those of jest. */
export function parseArguments(args) {
  const rest = [...args];
  const build = !take(rest, '--no-build');
  let databases = DATABASES;
  const at = rest.findIndex((arg) => arg === '--database' || arg.startsWith('--database='));
  if (at >= 0) {
    const [, value] = rest[at].split('=');
    const name = value ?? rest[at + 1];
    if (!DATABASES.includes(name)) throw new Error(`--database is one of ${DATABASES.join(', ')}`);
    rest.splice(at, value === undefined ? 2 : 1);
    databases = [name];
  }
  return { databases, build, jestArguments: rest, paths: rest.filter((arg) => /^[^-].*[/.]/.test(arg)) };
}

function take(args, name) {
  const at = args.indexOf(name);
  if (at >= 0) args.splice(at, 1);
  return at >= 0;
}
