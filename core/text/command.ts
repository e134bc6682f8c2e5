/**
 * Commands in texts for people, ready to be pasted into a POSIX shell: in tickets, in Security Hub, and on a terminal.
 * They are written as an installed `palisade`, without options: the deployment is found by itself. The command line
 * puts its own way of being run, and the options that it was run with, into what it prints.
 */

/** `palisade undo FINDING`, each word quoted where the shell would take it apart. */
export function command(name: string, ...words: readonly string[]): string {
  return ['palisade', name, ...words.map(shellWord)].join(' ');
}

/** The same within a sentence, where nothing else says where the command ends. */
export function quotedCommand(name: string, ...words: readonly string[]): string {
  return `\`${command(name, ...words)}\``;
}

/** A word as a POSIX shell takes it, whatever is in it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
