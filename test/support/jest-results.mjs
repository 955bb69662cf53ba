import { existsSync, readFileSync } from 'node:fs';

/**
 * Counts the tests in a result file of jest. A suite that could not run, or that broke outside its tests, counts as
 * one failure; so does a run of jest that ended badly without telling why.
 */
export function countResults(file, exitCode) {
  const { testResults } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
  let passed = 0;
  let failed = 0;
  for (const { status, assertionResults } of testResults) {
    const failures = assertionResults.filter((test) => test.status === 'failed').length;
    passed += assertionResults.filter((test) => test.status === 'passed').length;
    failed += status === 'failed' ? Math.max(failures, 1) : failures;
  }
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}
