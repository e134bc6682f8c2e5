// The environment of a test file that also notes what the file costs (npm run test:cost).
const { appendFileSync } = require('node:fs');
const Environment = require('../environment.cjs');
const { figures, processorSeconds } = require('./figures.cjs');

module.exports = class extends Environment {
  constructor(config, context) {
    const before = processorSeconds();
    super(config, context);
    this.file = context.testPath;
    this.before = before;
  }

  async teardown() {
    await super.teardown();
    const after = processorSeconds();
    const spent = after.map((seconds, index) => (seconds - this.before[index]).toFixed(2));
    appendFileSync(figures, `${[...spent, this.file].join('\t')}\n`);
  }
};
