import type {
  ConfigRule,
  ConfigurationItem,
  ConfigurationRecorder,
  EvaluationResult,
} from '@aws-sdk/client-config-service';

/** A custom Lambda rule, as far as AWS Config needs it to ask its function. */
export interface CustomRule {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly functionArn: string;
  readonly messageTypes: readonly string[];
  /** Empty: every type. */
  readonly resourceTypes: readonly string[];
  readonly inputParameters: string;
  /** When its deletion began. */
  readonly deletedAt?: number;
  /** What DescribeConfigRules tells; absent where CloudFormation made it. */
  readonly described?: ConfigRule;
}

interface ConfigState {
  /** Names of the rules whose result tokens are valid. */
  readonly rules: Set<string>;
  /** The rules that are there, by name: made through the API or by CloudFormation. */
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

/** The token that AWS Config gives a rule's Lambda; here it holds the rule's name. */
export function resultToken(rule: string): string {
  return Buffer.from(`sandbox:${rule}`).toString('base64url');
}

/** The rule that a result token belongs to; undefined for a token that is none. */
export function ruleOfToken(token: string): string | undefined {
  return /^sandbox:(.+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
}
