import type { DemoFacts } from './demo-facts.js';

/** What a newcomer reads after `npm start`; the curl lines work as pasted. */
export function demoGuide(facts: DemoFacts, file: string): string {
  const { base_url: url, users, service_account: account, companies, projects } = facts;
  const people = Object.entries(users).map(
    ([name, { email, password }]) => `  ${name.padEnd(10)} ${email}  ${password}`,
  );
  return `
Gatehouse is ready at ${url}

API documentation, with an Authorize button:  ${url}/docs
Console for company administrators:           ${url}/console
People to sign in as (also in ${file}):
${people.join('\n')}

Try a service account of ${companies.main.name}, as pasted: its token, the RFIs of a project, what the token is.

TOKEN=$(curl -s ${url}/oauth/token -u '${account.client_id}:${account.client_secret}' -d grant_type=client_credentials | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -s ${url}/rest/v1.0/projects/${projects.tower.id}/rfis -H "Authorization: Bearer $TOKEN" -H 'Procore-Company-Id: ${companies.main.id}'
curl -s ${url}/oauth/token/info -H "Authorization: Bearer $TOKEN"

`;
}
