import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { nonEmpty } from '../non-empty';

const known = z.object({
  partitions: z.array(
    z.object({
      id: z.string(),
      outputs: z.object({ dnsSuffix: z.string() }),
      regionRegex: z.string(),
      regions: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** The partitions of the installed SDK; its module does not export the list, so the file is read. */
function readPartitions() {
  // @aws-sdk/core is a dependency of the clients, and not one of ours.
  const core = createRequire(require.resolve('@aws-sdk/client-sts')).resolve('@aws-sdk/core/package.json');
  const file = 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';
  const text = readFileSync(path.join(path.dirname(core), file), 'utf8');
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return known.parse(JSON.parse(json)).partitions;
}

export const sdkPartitions = nonEmpty(readPartitions());

/** Every Region of every partition. The SDK also lists pseudo-Regions such as `aws-cn-global`, without a number. */
export const sdkRegions = sdkPartitions.flatMap(({ id, outputs, regions }) =>
  Object.keys(regions)
    .filter((region) => /\d$/.test(region))
    .map((region) => ({ region, partition: id, suffix: outputs.dnsSuffix })),
);
