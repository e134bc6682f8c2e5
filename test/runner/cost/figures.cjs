// Processor seconds (user and system) of this process, and of its children that have ended.
const { readFileSync } = require('node:fs');
const path = require('node:path');

/** The line of each suite: its own seconds, those of its children, the file. */
exports.figures = path.join(__dirname, '../../../node_modules/.cache/palisade-cost.tsv');

// Linux counts in hundredths of a second, whatever the kernel's own tick is.
const ticks = 100;

/** The seconds of this process and of its children. Elsewhere than on Linux, only its own are known. */
exports.processorSeconds = () => {
  if (process.platform !== 'linux') {
    const { user, system } = process.cpuUsage();
    return [(user + system) / 1e6, 0];
  }
  const line = readFileSync('/proc/self/stat', 'utf8');
  // The name, in brackets, may contain anything; the figures follow it.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [user, system, userOfChildren, systemOfChildren] = fields
    .slice(11, 15)
    .map((field) => Number(field) / ticks);
  return [user + system, userOfChildren + systemOfChildren];
};
