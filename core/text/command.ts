/**
 * Commands in texts for people (tickets, Security Hub, a terminal), ready to be pasted into a POSIX shell. They
 * assume an installed `palisade` and have no options, because the command finds the deployment itself. The command
 * line replaces `palisade` in its own output with how it was run, options included.
 */

/** `palisade undo FINDING`, with every word quoted that the shell would split. */
export function command(name: string, ...words: readonly string[]): string {
  return ['palisade', name, ...words.map(shellWord)].join(' ');
}

/** The same within a sentence, in backquotes that mark where the command ends. */
export function quotedCommand(name: string, ...words: readonly string[]): string {
  return `\`${command(name, ...words)}\``;
}

/** A word quoted for a POSIX shell, if it needs it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
