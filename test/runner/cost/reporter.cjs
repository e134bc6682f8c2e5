// Prints what each suite has cost, the most expensive first, and the sum (npm run test:cost).
const { readFileSync, rmSync } = require('node:fs');
const path = require('node:path');
const { figures, processorSeconds } = require('./figures.cjs');

const column = (seconds) => seconds.toFixed(1).padStart(8);

const printed = (rootDir) =>
  readFileSync(figures, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([own, children, file]) => ({
      own: Number(own),
      children: Number(children),
      file: path.relative(rootDir, file),
    }))
    .sort((one, other) => other.own + other.children - one.own - one.children)
    .map(({ own, children, file }) => `${column(own + children)}${column(children)}  ${file}`);

module.exports = class {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  onRunStart() {
    rmSync(figures, { force: true });
  }

  onRunComplete() {
    const lines = printed(this.rootDir);
    // The times of workers are known only after they have ended.
    process.once('exit', () => {
      const [own, children] = processorSeconds();
      const sum = `${column(own + children)}${column(children)}  all, with jest itself and children that outlived their suite`;
      process.stdout.write(`\nprocessor seconds, of which children, suite\n${[...lines, sum].join('\n')}\n`);
    });
  }
};
