/** Condition keys by their lower-case name. Sources: see docs/engine.md, "Condition keys". */

const alwaysPresent: ReadonlySet<string> = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:userid',
  'aws:viaawsservice',
]);

const multivalued: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
  'sagemaker:imagearns',
  'sagemaker:imageversionarns',
  'sagemaker:instancetypes',
  'sagemaker:searchvisibilitycondition',
  'sagemaker:vpcsecuritygroupids',
  'sagemaker:vpcsubnets',
]);

const booleans: ReadonlySet<string> = new Set([
  'aws:multifactorauthpresent',
  'aws:principalisawsservice',
  'aws:securetransport',
  'aws:viaawsservice',
]);

/** AWS's spelling of keys, by their lower-case names. */
const spelling = new Map(
  [
    'aws:CalledVia',
    'aws:CalledViaFirst',
    'aws:CalledViaLast',
    'aws:CurrentTime',
    'aws:EpochTime',
    'aws:FederatedProvider',
    'aws:MultiFactorAuthAge',
    'aws:MultiFactorAuthPresent',
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalIsAWSService',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:PrincipalType',
    'aws:RequestedRegion',
    'aws:ResourceAccount',
    'aws:ResourceOrgID',
    'aws:SecureTransport',
    'aws:SourceIdentity',
    'aws:SourceIp',
    'aws:SourceVpc',
    'aws:SourceVpcArn',
    'aws:SourceVpce',
    'aws:TagKeys',
    'aws:TokenIssueTime',
    'aws:userid',
    'aws:ViaAWSService',
    'aws:VpcSourceIp',
    'aws:VpceAccount',
    'aws:VpceOrgID',
    'aws:VpceOrgPaths',
  ].map((name) => [name.toLowerCase(), name]),
);

/** Values as AWS gives them, for keys that cannot have just any text. */
const usual: ReadonlyMap<string, string> = new Map([
  ['aws:multifactorauthage', '60'],
  ['aws:principalorgid', 'o-a1b2c3d4e5'],
  ['aws:principalorgpaths', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'],
  ['aws:requestedregion', 'us-east-1'],
  ['aws:resourceaccount', '999999999999'],
  ['aws:resourceorgid', 'o-a1b2c3d4e5'],
  ['aws:resourceorgpaths', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'],
  ['aws:calledvia', 'cloudformation.amazonaws.com'],
  ['aws:calledviafirst', 'cloudformation.amazonaws.com'],
  ['aws:calledvialast', 'cloudformation.amazonaws.com'],
]);

/** A value that the key may well have. */
export function usualValue(key: string): string {
  return usual.get(key) ?? 'any-other-value';
}

export function isAlwaysPresent(key: string): boolean {
  return alwaysPresent.has(key);
}

export function isBoolean(key: string): boolean {
  return booleans.has(key);
}

/** Tag values can be any text, including an empty one, whatever operator a policy tests them with. */
export function isTag(key: string): boolean {
  return /:[a-z]*tag\//.test(key);
}

/** A service's key that a policy tests with a set operator may have several values. */
export function isMultivalued(key: string, testedAsSet: boolean): boolean {
  return multivalued.has(key) || (testedAsSet && !key.startsWith('aws:') && !isTag(key));
}

/** The key in AWS's spelling, or else in the policy's. */
export function spelled(key: string, shown: string): string {
  return spelling.get(key) ?? shown;
}
