import type { AnswerWords } from './answer-words.js';

export const CHECKS_IN_ENGLISH: AnswerWords = {
  checks: {
    token: {
      questions: {
        app: 'Can {app} work by itself?',
        account: 'Is {who} switched on?',
        through: 'Are {who} and {app} switched on?',
        else: 'Is the account of {who} switched on?',
      },
      reasons: {
        client_off: '{off} is switched off.',
        principal_off: '{who} is switched off.',
        not_by_itself: '{app} cannot work by itself: it always works for a person.',
        else: '{who} cannot connect.',
      },
      remedies: {
        account: 'Switch it on again.',
        not_by_itself: 'Choose the person for whom it works.',
        client_off: 'Its developer switches it on again.',
        else: 'Whoever runs Gatehouse switches it on again.',
      },
    },
    company_known: {
      questions: { else: 'Does {project} belong to this company?' },
      reasons: { else: 'This company has no such project.' },
      remedies: { else: 'Choose a project from the list.' },
    },
    member: {
      questions: { else: 'Is {who} an active member of the company?' },
      reasons: { account: '{who} is not active.', else: '{who} is not an active member of the company.' },
      remedies: {
        account: 'Switch it on again.',
        else: 'Add the person to the company’s directory, or make their entry there active again.',
      },
    },
    environment: {
      questions: { else: 'Was {app} set up for this kind of company, production or sandbox?' },
      reasons: { else: '{app} was set up for the other kind of company: sandbox or production.' },
      remedies: { else: 'Ask its developer for what belongs to this kind of company.' },
    },
    installation: {
      questions: { else: 'Is {app} installed in the company, and running?' },
      reasons: {
        app_suspended: '{app} is suspended in the company.',
        else: '{app} is not installed in the company, or was installed for somebody else alone.',
      },
      remedies: { app_suspended: 'Resume the app on its page.', else: 'Install the app.' },
    },
    grant: {
      questions: { else: 'Did {who} allow {app} to work for them in this company?' },
      reasons: { else: '{who} has not allowed {app} to work for them in this company.' },
      remedies: { else: '{who} signs in to the app with Gatehouse, and chooses this company.' },
    },
    scope: {
      questions: { else: 'Does the integration ask for enough?' },
      reasons: { else: 'The integration asks for less than this needs.' },
      remedies: { else: 'Whoever runs the integration makes it ask for more.' },
    },
    approval: {
      questions: { else: 'Did the company approve as much for {app}?' },
      reasons: { else: 'The company approved less for {app} than “{level}” on {tool}.' },
      remedies: { else: 'Its developer asks for more in a new version, and you approve that version.' },
    },
    permitted_project: {
      questions: {
        through: 'Is {project} active, and may {app} work there?',
        else: 'Is {project} active?',
      },
      reasons: { inactive: '{project} is not active.', else: '{app} may not work in {project}.' },
      remedies: { inactive: 'Make the project active again.', else: 'Add the project to those of the app.' },
    },
    project_member: {
      questions: { else: 'Is {who} in {project}?' },
      reasons: { else: '{who} is not in {project}.' },
      remedies: {
        app: 'Add the project to those of the app.',
        account: 'Add it to the project.',
        else: 'An administrator of the project adds the person to it.',
      },
    },
    tool_enabled: {
      questions: { else: 'Is {tool} switched on in {project}?' },
      reasons: { else: '{tool} is switched off in {project}.' },
      remedies: { else: 'An administrator of the project switches the tool on.' },
    },
    level: {
      questions: {
        action: 'May {who} do “{action}” in {tool}?',
        else: 'Is the level of {who} on {tool} at least “{level}”?',
      },
      reasons: {
        action: '{who} was not given “{action}” in {tool}.',
        else: 'The level of {who} on {tool} is “{present}”: lower than “{level}”.',
      },
      remedies: {
        app: 'Its developer asks for more in a new version, and you approve that version.',
        account: 'Give it more on its page.',
        action: 'An administrator gives the person this single action, or the level “Admin”.',
        else: 'An administrator raises the level of the person.',
      },
    },
  },
  idle: {
    apps: ['Installation and approval of an app', 'No app was chosen.'],
    consent: ['Consent of a person', 'The app works by itself.'],
    projects: ['Membership in a project', 'This is not about a project.'],
    tools: ['Levels on tools', 'No tool was chosen.'],
  },
  ways: {
    account: 'Open the service account',
    accountInProject: 'Open what it may do in the project',
    accountPermissions: 'Open its permissions',
    app: 'Open the app',
    appProjects: 'Choose the projects of the app',
    install: 'Go to its installation',
  },
};
