import { splitArn } from '@palisade/iam';
import { behindText, whoIsBehind } from '../principals/behind';
import type { Principal } from '../principals/assemble';

/**
 * Whether a principal that can open a notebook instance counts as somebody. A user does. A role does if anyone other
 * than the account's own users and roles can assume it, because those people are not listed anywhere else; the
 * account's own principals are listed themselves, so a role between them and the notebook is not one more. A role
 * that only AWS services can assume does not count.
 */
export type Counted =
  | { readonly counts: 'yes' }
  | { readonly counts: 'perhaps'; readonly because: string }
  | { readonly counts: 'no'; readonly because: string };

/** Whether and why a principal counts; `perhaps` if its trust policy is partly unclear. */
export function countOf(principal: Principal): Counted {
  if (principal.kind === 'user') return { counts: 'yes' };
  const behind = whoIsBehind(principal);
  const isBeyond = behind.parties.some((party) => {
    switch (party.kind) {
      case 'anyone':
      case 'federated':
        return true;
      case 'account':
        return party.account !== behind.account;
      case 'principal':
        return splitArn(party.arn)?.account !== behind.account;
      case 'owner':
      case 'service':
        return false;
    }
  });
  if (isBeyond) return { counts: 'yes' };
  const because = behindText(behind);
  if (behind.unclear.length > 0) return { counts: 'perhaps', because };
  return {
    counts: 'no',
    because:
      behind.kind === 'people' ? `${because}, who are listed themselves if they can assume it` : because,
  };
}
