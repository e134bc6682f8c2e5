const off = 'all actions are switched off';

/** Why nothing is done while all actions are off. `isWaitingForSwitch` recognises this text in stored records. */
export function whySwitchedOff(because: string): string {
  return `${off} (${because})`;
}

/** Whether a finding was settled without action because all actions were off. */
export function isWaitingForSwitch({ because }: { readonly because: string }): boolean {
  return because.startsWith(off);
}
