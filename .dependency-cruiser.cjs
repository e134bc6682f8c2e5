/** The layers of ARCHITECTURE.md in executable form. `npm run layers` fails when an import crosses one. */
const ours = '^(core|rules|adapters|composition|functions|cli|packages|infra|test|scripts)/';
const tests =
  '\\.test\\.ts$|/fixtures/|/testing/|^packages/[^/]+/(test|bench)/|/(cases|cases-[a-z-]+|scenarios)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle means that two files should be one, or that one of them is in the wrong layer.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'core-imports-only-core',
      comment: 'core/ is pure, so that a verdict can be replayed anywhere. Zod is its only library.',
      severity: 'error',
      from: { path: '^core/', pathNot: tests },
      to: { pathNot: ['^(core|packages/iam)/', '^node_modules/zod/'] },
    },
    {
      name: 'iam-stands-alone',
      comment:
        'The IAM engine imports nothing but the check of its witnesses, so that it can be checked by itself.',
      severity: 'error',
      from: { path: '^packages/iam/src/', pathNot: tests },
      to: { pathNot: ['^packages/iam/src/', '^packages/iam/validate/index\\.ts$'] },
    },
    {
      name: 'validator-shares-nothing-with-the-engine',
      comment:
        'It judges what the engine shows, so it must not share its mistakes. It imports nothing but itself.',
      severity: 'error',
      from: { path: '^packages/iam/validate/', pathNot: [tests, '/make-reference\\.ts$'] },
      to: { pathNot: '^packages/iam/validate/' },
    },
    {
      name: 'the-checker-shares-nothing',
      comment: 'The checker of certificates judges the IAM engine, so it has no code of it.',
      severity: 'error',
      from: { path: '^packages/iam/certify/', pathNot: tests },
      to: { pathNot: '^packages/iam/certify/' },
    },
    {
      name: 'packages-live-by-themselves',
      comment:
        'A package can be used and tested alone: neither it nor its tests reach into the rest of the repository.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      // The tests of the engine compare it with the embedded account, as their package.json says.
      to: { path: ours, pathNot: ['^packages/$1/', '^packages/sandbox/'] },
    },
    {
      name: 'iam-knows-the-sandbox-in-tests-only',
      comment: 'It is a development dependency.',
      severity: 'error',
      from: { path: '^packages/iam/', pathNot: tests },
      to: { path: '^packages/sandbox/' },
    },
    {
      name: 'packages-have-a-front-door',
      comment: 'Others import a package by its name, so by what its exports offer.',
      severity: 'error',
      from: { path: ours, pathNot: '^packages/' },
      to: { path: '^packages/', dependencyTypesNot: ['aliased-workspace'] },
    },
    {
      name: 'rules-import-core-and-themselves',
      comment: 'A rule that needs another rule is a missing concept in core/.',
      severity: 'error',
      from: { path: '^rules/([^/]+)/', pathNot: tests },
      to: { pathNot: ['^(core|packages/iam)/', '^rules/$1/', '^node_modules/zod/'] },
    },
    {
      name: 'registry-lists-rules',
      severity: 'error',
      from: { path: '^rules/[^/]+\\.ts$', pathNot: tests },
      to: { path: ours, pathNot: ['^core/', '^rules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'no-rule-outside-rules',
      comment: 'Only the registry knows which rules exist; all other code takes them from it.',
      severity: 'error',
      from: { path: '^(core|adapters|composition|functions|cli|packages|infra|scripts)/', pathNot: tests },
      to: { path: '^rules/[^/]+/' },
    },
    {
      name: 'adapters-import-core',
      comment: "Adapters implement core's ports. They do not know rules, functions or the command line.",
      severity: 'error',
      from: { path: '^adapters/', pathNot: tests },
      to: { path: ours, pathNot: ['^(core|packages/iam)/', '^adapters/'] },
    },
    {
      name: 'composition-knows-no-host',
      comment: 'The only composition root: what differs between a function and the command is passed to it.',
      severity: 'error',
      from: { path: '^composition/', pathNot: tests },
      to: { path: ours, pathNot: '^(composition|core|rules|adapters)/' },
    },
    {
      name: 'only-the-root-composes',
      comment: 'Only composition/ decides which ledger, ticket system, channels and switch are used.',
      severity: 'error',
      // `npm start` reads the ledger from outside, as a check on Palisade's own output.
      from: { path: '^(functions|cli)/', pathNot: [tests, '^cli/start/'] },
      to: {
        path: [
          '^adapters/tickets/[^/]+/',
          '^adapters/channels/[^/]+/',
          '^adapters/ledger/dynamodb\\.ts',
          '^adapters/aws/send\\.ts',
          '^adapters/queue/(enqueue|sqs)\\.ts',
        ],
      },
    },
    {
      name: 'functions-know-neither-cli-nor-sandbox',
      severity: 'error',
      from: { path: '^functions/', pathNot: tests },
      to: { path: '^(cli|packages/sandbox|test|scripts)/' },
    },
    {
      name: 'cli-does-not-import-handlers',
      comment:
        'The command line is a host of its own: what it shares with the Lambda functions is in composition/.',
      severity: 'error',
      from: { path: '^cli/', pathNot: tests },
      to: { path: '^(functions|test)/' },
    },
    {
      name: 'sandbox-imports-nothing-of-ours',
      comment: 'The embedded account is the other side of the wire, so it must not share our mistakes.',
      severity: 'error',
      from: { path: '^packages/sandbox/' },
      to: { path: ours, pathNot: '^packages/sandbox/' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(core|rules|adapters|composition|functions|cli|packages|infra)/', pathNot: tests },
      to: {
        path: '(^test/|^packages/[^/]+/(test|bench)/|/testing/|\\.test\\.ts$|/(cases|cases-[a-z-]+|scenarios)\\.ts$)',
      },
    },
    {
      name: 'dev-dependencies-stay-in-development',
      comment: 'What ships in a Lambda is a dependency.',
      severity: 'error',
      from: { path: '^(core|rules|adapters|composition|functions)/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Its imports resolve only below rules/, where scripts/toy-rule.ts puts it.
    exclude: { path: '^test/toy/rule/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
