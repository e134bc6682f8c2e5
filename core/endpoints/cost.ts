/**
 * The list price of an interface endpoint in us-east-1 (AWS PrivateLink pricing): USD per Availability Zone and hour,
 * and USD per GB. Other Regions cost up to about twice as much.
 */
const perZoneHour = 0.01;
const perGigabyte = 0.01;
/** AWS's own definition of a month: 365 days of 24 hours, divided by 12. */
const hoursAMonth = 730;

/** The cost of an endpoint in this many zones, in words. */
export function costOf(zones: number): string {
  const monthly = (perZoneHour * hoursAMonth * zones).toFixed(2);
  const each = zones === 1 ? 'one Availability Zone' : `${zones} Availability Zones`;
  return `about ${monthly} USD a month in ${each}, plus ${perGigabyte.toFixed(2)} USD for each GB (list price in us-east-1; other Regions differ)`;
}
