// Determines which resource a deployment creates first and which last, so that no added resource can be forgotten.
const { createHash } = require('node:crypto');

/**
 * Has a fixed name, so that a second deployment in the same account and Region fails here, before it creates anything
 * else.
 */
const first = 'Switch';
/** Depends on all other resources, except those that exist only with an option. */
const last = 'CustomActions';
/** The Serverless Framework creates the bucket for the code before it uploads the template. */
const earlier = 'ServerlessDeploymentBucket';

/**
 * Makes every resource depend on the switch, and the end of the deployment on every resource. The latter runs again
 * whenever anything in the template changes.
 * @param {{ Resources: Record<string, any> }} template changed in place
 * @throws Error if one of the two is not in the template
 */
function orderAll({ Resources: resources }) {
  for (const id of [first, last])
    if (resources[id] === undefined) throw new Error(`infra/first.cjs: the template has no resource ${id}`);
  const others = Object.keys(resources).filter((id) => id !== last && !id.startsWith(earlier));
  resources[last].Properties.Deployed = fingerprint(resources);
  for (const id of others) if (id !== first) dependOn(resources[id], [first]);
  // Resources with a condition are left out, because cfn-lint reports a dependency on a resource that may not exist
  // (E3005).
  const always = others.filter((id) => resources[id].Condition === undefined);
  dependOn(resources[last], always);
}

function dependOn(resource, ids) {
  resource.DependsOn = [...new Set([resource.DependsOn ?? [], ids].flat())];
}

/**
 * A hash of all resources but the last. It leaves out the S3 keys of the code, which change with every deployment; the
 * versions contain a hash of the code.
 */
function fingerprint(resources) {
  const text = JSON.stringify(resources, (key, value) =>
    key === 'S3Key' || key === last ? undefined : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

module.exports = { orderAll };
