// Processor seconds (user and system) of this process, and of its children that have ended.
const { readFileSync } = require('node:fs');
const path = require('node:path');

/** The file with one line per suite: its own seconds, those of its children, its path. */
exports.figures = path.join(__dirname, '../../../node_modules/.cache/palisade-cost.tsv');

// Linux reports hundredths of a second, independent of the kernel's tick.
const ticks = 100;

/** The seconds of this process and of its children. On other systems than Linux, only its own. */
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
