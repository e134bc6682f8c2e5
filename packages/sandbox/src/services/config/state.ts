import type {
  ConfigRule,
  ConfigurationItem,
  ConfigurationRecorder,
  EvaluationResult,
} from '@aws-sdk/client-config-service';

/** A custom Lambda rule, with what AWS Config needs to invoke its function. */
export interface CustomRule {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly functionArn: string;
  readonly messageTypes: readonly string[];
  /** Empty: every type. */
  readonly resourceTypes: readonly string[];
  readonly inputParameters: string;
  /** When its deletion began; milliseconds since the epoch. */
  readonly deletedAt?: number;
  /** The rule as DescribeConfigRules shows it; absent if CloudFormation created it. */
  readonly described?: ConfigRule;
}

interface ConfigState {
  /** Names of the rules whose result tokens are valid. */
  readonly rules: Set<string>;
  /** The existing rules by name, whether created through the API or by CloudFormation. */
  readonly custom: Map<string, CustomRule>;
  /** Newest first, by type and id. */
  readonly history: Map<string, ConfigurationItem[]>;
  /** By rule name, then by type and id. */
  readonly results: Map<string, Map<string, EvaluationResult>>;
  recorders: { recorder: ConfigurationRecorder; recording: boolean }[];
  /** Resource ids whose evaluations end in `FailedEvaluations`. */
  readonly failing: Set<string>;
}

export const CONFIG_SLOT = {
  name: 'config',
  scope: 'regional' as const,
  create: (): ConfigState => ({
    rules: new Set(),
    custom: new Map(),
    history: new Map(),
    results: new Map(),
    recorders: [],
    failing: new Set(),
  }),
};

export function resourceKey(type: string | undefined, id: string | undefined): string {
  return `${type ?? ''}\n${id ?? ''}`;
}

/** The token that AWS Config gives a rule's Lambda function; here it contains the rule's name. */
export function resultToken(rule: string): string {
  return Buffer.from(`sandbox:${rule}`).toString('base64url');
}

/** The rule of a result token; undefined if the token is invalid. */
export function ruleOfToken(token: string): string | undefined {
  return /^sandbox:(.+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
}
