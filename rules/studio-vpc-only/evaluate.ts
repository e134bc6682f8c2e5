import type { Verdict } from '../../core/model/rule';
import type { Domain } from '../../core/slices/domains';

/** The facts for the ticket and the report. A type alias, so that it is plain data. */
export type Evidence = {
  readonly appNetworkAccessType: string | null;
  readonly status: string | null;
  readonly authMode: string | null;
  readonly vpcId: string | null;
};

/**
 * Fails unless AppNetworkAccessType is `VpcOnly` (the AWS Config rule sagemaker-domain-in-vpc demands the same). A
 * missing value means PublicInternetOnly, which is AWS's default.
 */
export function evaluate(domain: Domain): Verdict<Evidence> {
  const { AppNetworkAccessType: access, Status: status, AuthMode: authMode } = domain;
  if (status === 'Deleting') return { status: 'not-applicable', because: 'the domain is being deleted' };
  if (access === 'VpcOnly')
    return { status: 'pass', because: `all traffic of its apps uses your VPC${signIn(authMode)}` };
  return {
    status: 'fail',
    message: `AppNetworkAccessType is ${access ?? 'not set, which means PublicInternetOnly'}: the apps of this domain reach the internet through a network of SageMaker instead of your VPC${signIn(authMode)}`,
    evidence: {
      appNetworkAccessType: access ?? null,
      status: status ?? null,
      authMode: authMode ?? null,
      vpcId: domain.VpcId ?? null,
    },
  };
}

/**
 * A note for Identity Center domains: the network mode restricts the apps, not where people sign in from, and IAM
 * policies cannot restrict the latter.
 */
function signIn(authMode: string | undefined): string {
  return authMode === 'SSO'
    ? '. Its users sign in through IAM Identity Center, not with a presigned URL: conditions in IAM policies do not restrict from where they do'
    : '';
}
