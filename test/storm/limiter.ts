/** Whether a call of this service is above its rate, counted by whole seconds. */
export function limiter(callsPerSecond: {
  readonly dynamodb: number;
  readonly others: number;
}): (service: string) => boolean {
  const counts = new Map<string, number>();
  let second = 0;
  return (service) => {
    const now = Math.floor(Date.now() / 1_000);
    if (now !== second) counts.clear();
    second = now;
    const count = (counts.get(service) ?? 0) + 1;
    counts.set(service, count);
    return count > (service === 'dynamodb' ? callsPerSecond.dynamodb : callsPerSecond.others);
  };
}
