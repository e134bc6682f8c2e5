import type { RoleDetail, UserDetail } from '../slices/principals';

/** An IAM user or role: the two kinds of principal that rules judge. */
export interface Principal {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly detail: UserDetail | RoleDetail;
}
