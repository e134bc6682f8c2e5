const off = 'all actions are switched off';

/** Why nothing is done while all actions are off; findings that wait for the switch are known by these words. */
export function whySwitchedOff(because: string): string {
  return `${off} (${because})`;
}

/** Whether a finding came to rest because all actions were off. */
export function isWaitingForSwitch({ because }: { readonly because: string }): boolean {
  return because.startsWith(off);
}
