import type { Call } from '../../account/account';
import { iam } from '../../refusals/iam';
import { refused } from '../../refusals/refusal';
import { given } from '../members';
import { checkDocument, countedLength } from './documents';
import { iamPage } from './paging';
import {
  findPrincipal,
  limitExceeded,
  noSuchEntity,
  requireChangeable,
  urlEncoded,
  type PrincipalRecord,
  type PrincipalKind,
} from './state';

/** The members that name a principal in IAM's requests. */
export interface PrincipalName {
  readonly UserName?: string | undefined;
  readonly RoleName?: string | undefined;
  readonly GroupName?: string | undefined;
}

interface InlineInput extends PrincipalName {
  readonly PolicyName?: string | undefined;
  readonly PolicyDocument?: string | undefined;
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

/** The principal that a request of this kind names. */
export function namedPrincipal(call: Call, kind: PrincipalKind, input: PrincipalName): PrincipalRecord {
  return findPrincipal(
    call,
    kind,
    { user: input.UserName, role: input.RoleName, group: input.GroupName }[kind],
  );
}

/** Put/Get/Delete/List of inline policies for one kind of principal. */
export function inlineOperations(kind: PrincipalKind) {
  return {
    /** Overwrites an inline policy of the same name. */
    put: (input: InlineInput, call: Call): void => {
      const principal = namedPrincipal(call, kind, input);
      requireChangeable(principal, call);
      const [name, document] = [given(input.PolicyName), given(input.PolicyDocument)];
      checkDocument(document, 'identity');
      const total = [...principal.inline]
        .filter(([other]) => other !== name)
        .reduce((sum, [, other]) => sum + countedLength(other), countedLength(document));
      const limit = call.account.quotas.inlineTotal[kind];
      if (total > limit && kind === 'user')
        throw refused(iam.userInlineSize, { limit: String(limit), name: principal.name });
      if (total > limit) {
        throw limitExceeded(`Maximum policy size of ${limit} bytes exceeded for ${kind} ${principal.name}`);
      }
      principal.inline.set(name, document);
    },
    get: (input: InlineInput, call: Call) => {
      const principal = namedPrincipal(call, kind, input);
      const document = principal.inline.get(given(input.PolicyName));
      if (document === undefined) throw missing(kind, principal, input.PolicyName);
      const { UserName, RoleName, GroupName } = input;
      return {
        UserName,
        RoleName,
        GroupName,
        PolicyName: input.PolicyName,
        PolicyDocument: urlEncoded(document),
      };
    },
    remove: (input: InlineInput, call: Call): void => {
      const principal = namedPrincipal(call, kind, input);
      requireChangeable(principal, call);
      if (!principal.inline.delete(given(input.PolicyName))) throw missing(kind, principal, input.PolicyName);
    },
    list: (input: InlineInput, call: Call) => {
      const { items, rest } = iamPage([...namedPrincipal(call, kind, input).inline.keys()], input);
      return { PolicyNames: items, ...rest };
    },
  };
}

function missing(kind: PrincipalKind, principal: PrincipalRecord, name: string | undefined) {
  return noSuchEntity(`The ${kind} policy with name ${String(name)} cannot be found on ${principal.name}.`);
}
