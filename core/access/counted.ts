import { behindText, whoIsBehind } from '../principals/behind';
import type { Principal } from '../principals/assemble';

/**
 * How a principal that can open a notebook instance counts. A user is one. A role is one where people beside the
 * account's own users and roles can act as it, because these are listed nowhere else; the account's own are listed
 * themselves, so the role in between is not one more. A role that only AWS services can assume is nobody.
 */
export type Counted =
  | { readonly counts: 'yes' }
  | { readonly counts: 'perhaps'; readonly because: string }
  | { readonly counts: 'no'; readonly because: string };

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
        return party.arn.split(':')[4] !== behind.account;
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
      behind.kind === 'people' ? `${because}, who are listed themselves where they can assume it` : because,
  };
}
