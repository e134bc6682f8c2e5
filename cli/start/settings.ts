/** The settings of the demonstration: everything that can be fixed is fixed at once. */
export const settings = `# What an operator would write into the SSM parameter /palisade/settings
rules:
  notebook-direct-internet: { mode: remediate }
  endpoint-private-dns: { mode: remediate }
  principal-outside-access: { mode: remediate }
limits: { actionsPerHour: 50, sharePercent: 100 }
protectedPrincipals: ['arn:aws:iam::*:role/break-glass*']
exemptions:
  - rule: notebook-direct-internet
    resource: 'kaggle-*'
    until: 2099-03-31
    owner: ml-platform
    reason: public data set challenge
  - rule: endpoint-private-dns
    resource: '*'
    until: 2001-01-01
    owner: nobody
    reason: expired long ago, so it exempts nothing
  - rule: principal-outside-access
    resource: ci-builder
    until: 2099-06-30
    owner: platform
    reason: builds run outside the VPC until the migration
`;
