/** The rules of the demonstration, named only here. */
export const story = {
  notebook: 'notebook-direct-internet',
  dns: 'endpoint-private-dns',
  principal: 'principal-outside-access',
} as const;

/** The settings of the demonstration: everything that can be fixed is fixed immediately. */
export const startSettings = `# What an operator would write into the SSM parameter /palisade/settings
rules:
  ${story.notebook}: { mode: remediate }
  ${story.dns}: { mode: remediate }
  ${story.principal}: { mode: remediate }
limits: { actionsPerHour: 50, sharePercent: 100 }
protectedPrincipals: ['arn:aws:iam::*:role/break-glass*']
exemptions:
  - rule: ${story.notebook}
    resource: 'kaggle-*'
    until: 2099-03-31
    owner: ml-platform
    reason: public data set challenge
  - rule: ${story.dns}
    resource: '*'
    until: 2001-01-01
    owner: nobody
    reason: expired long ago, so it exempts nothing
  - rule: ${story.principal}
    resource: ci-builder
    until: 2099-06-30
    owner: platform
    reason: builds run outside the VPC until the migration
`;
