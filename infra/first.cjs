// What comes first in a deployment, and what last: neither can be forgotten by a resource that is added.
const { createHash } = require('node:crypto');

/** Its name is fixed, so that a second deployment in an account and Region fails at it, before anything else is made. */
const first = 'Switch';
/** Needs all the others but those that only an option makes. */
const last = 'CustomActions';
/** The Serverless Framework makes the bucket for the code before the template is even uploaded. */
const earlier = 'ServerlessDeploymentBucket';

/**
 * Makes every resource depend on the switch, and the end of the deployment on every resource; that is asked again whenever
 * anything of the template has changed.
 * @param {{ Resources: Record<string, any> }} template changed in place
 * @throws Error when one of the two is not in the template
 */
function orderAll({ Resources: resources }) {
  for (const id of [first, last])
    if (resources[id] === undefined) throw new Error(`infra/first.cjs: the template has no resource ${id}`);
  const others = Object.keys(resources).filter((id) => id !== last && !id.startsWith(earlier));
  resources[last].Properties.Deployed = fingerprint(resources);
  for (const id of others) if (id !== first) dependOn(resources[id], [first]);
  // What only an option makes is not waited for: cfn-lint takes a dependency on what may not be there for an error (E3005).
  const always = others.filter((id) => resources[id].Condition === undefined);
  dependOn(resources[last], always);
}

function dependOn(resource, ids) {
  resource.DependsOn = [...new Set([resource.DependsOn ?? [], ids].flat())];
}

/** Of all resources but the last. The place of the code is another one every time; that of its content is in the versions. */
function fingerprint(resources) {
  const text = JSON.stringify(resources, (key, value) =>
    key === 'S3Key' || key === last ? undefined : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

module.exports = { orderAll };
