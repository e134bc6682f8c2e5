import type {
  AwsSecurityFinding,
  AwsSecurityFindingFilters,
  StringFilter,
} from '@aws-sdk/client-securityhub';
import { isArray, isPlainObject } from '../../protocol/shape';
import { invalidInput } from './state';

const FIELDS: Readonly<Record<string, (finding: AwsSecurityFinding) => readonly (string | undefined)[]>> = {
  Id: (finding) => [finding.Id],
  ProductArn: (finding) => [finding.ProductArn],
  GeneratorId: (finding) => [finding.GeneratorId],
  AwsAccountId: (finding) => [finding.AwsAccountId],
  Title: (finding) => [finding.Title],
  Type: (finding) => finding.Types ?? [],
  RecordState: (finding) => [finding.RecordState],
  WorkflowStatus: (finding) => [finding.Workflow?.Status],
  SeverityLabel: (finding) => [finding.Severity?.Label ?? finding.FindingProviderFields?.Severity?.Label],
  ComplianceStatus: (finding) => [finding.Compliance?.Status],
  ResourceId: (finding) => (finding.Resources ?? []).map((resource) => resource.Id),
  ResourceType: (finding) => (finding.Resources ?? []).map((resource) => resource.Type),
  Region: (finding) => [finding.Region],
};

/** Whether a finding matches all filters. Filters that are not modelled are refused, not ignored. */
export function findingMatches(
  finding: AwsSecurityFinding,
  filters: AwsSecurityFindingFilters | undefined,
): boolean {
  return Object.entries(filters ?? {}).every(([name, value]: [string, unknown]) => {
    const field = FIELDS[name];
    if (field === undefined) throw invalidInput(`The embedded account does not model the filter ${name}`);
    const strings = (isArray(value) ? value : []).filter(isPlainObject);
    return matchesStrings(field(finding), strings);
  });
}

/** Positive comparisons of a field are joined by OR, negative ones by AND. */
function matchesStrings(values: readonly (string | undefined)[], filters: readonly StringFilter[]): boolean {
  const isNegative = (filter: StringFilter) => filter.Comparison?.includes('NOT') === true;
  const positive = filters.filter((filter) => !isNegative(filter));
  const negative = filters.filter(isNegative);
  const any = (filter: StringFilter) => values.some((value) => value !== undefined && holds(value, filter));
  return (positive.length === 0 || positive.some(any)) && negative.every((filter) => !any(filter));
}

/** The comparison without its negation. */
function holds(value: string, filter: StringFilter): boolean {
  const wanted = filter.Value ?? '';
  switch (filter.Comparison) {
    case 'PREFIX':
    case 'PREFIX_NOT_EQUALS':
      return value.startsWith(wanted);
    case 'CONTAINS':
    case 'NOT_CONTAINS':
      return value.includes(wanted);
    default:
      return value === wanted;
  }
}
