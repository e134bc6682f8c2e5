/** What kind of text was found: the name in a declaration, a comment, or a string that a person may read. */
export type PieceKind = 'names' | 'comments' | 'messages';

/** A word in a sense that this repository does not use. */
export interface ForbiddenTerm {
  readonly term: string;
  readonly pattern: RegExp;
  readonly kinds: readonly PieceKind[];
  readonly instead: string;
  /** If one of these matches the surrounding text, the term is allowed there. */
  readonly allowed?: readonly RegExp[];
  /** Search only files whose path matches. */
  readonly files?: RegExp;
}

const everywhere: readonly PieceKind[] = ['names', 'comments', 'messages'];
const prose: readonly PieceKind[] = ['comments', 'messages'];
const names: readonly PieceKind[] = ['names'];

/** Names are split into words before they are searched: `isHeldBack` is read as "is Held Back". */
export const forbiddenTerms: readonly ForbiddenTerm[] = [
  {
    term: 'passing (not the outcome)',
    pattern: /\bpassing\b/gi,
    kinds: everywhere,
    instead: 'compliant (of a subject), transient (of a failure), iam:PassRole (of a role)',
    allowed: [/^passing$/i, /`passing`/i, /'passing'/i, /\bpassing (it|them|the|a) .* (to|on|through)\b/i],
  },
  {
    term: 'held',
    pattern: /\bheld\b/gi,
    kinds: everywhere,
    instead: 'leased (by a worker), paused (after an undo), contained (of a danger), attached / stored',
  },
  {
    term: 'hold (a finding)',
    pattern: /\bhold ms\b|\b(?:on|a|the) hold\b|\btook hold\b/gi,
    kinds: everywhere,
    instead: 'pause',
    allowed: [/\bundo\.hold\b/i, /ObjectLock/i],
  },
  {
    term: 'told',
    pattern: /\b(?:un)?told\b(?! apart)/gi,
    kinds: everywhere,
    instead: 'notified / reported / said / given / known',
  },
  {
    term: 'tell(s) of',
    pattern: /\btells? of\b|\btold of\b/gi,
    kinds: prose,
    instead: 'reports / describes',
  },
  {
    term: 'look (noun)',
    pattern:
      /\b(?:a|an|the|this|that|another|every|each|one|no|any|first|last|next|fresh|complete|further|whole|other) look\b(?! (?:up|like))|\b(?:the|these|those|other|further|all|two|no|such|of) looks\b(?! (?:at|for|up|like))|^looks\b(?= (?:are|of|that|which|at each))/gi,
    kinds: prose,
    instead: 'read, pass, check',
    allowed: [/\b(?:have|take|takes|has) a look\b/i],
  },
  {
    term: 'look (name)',
    pattern: /^(?:(?!up\b|look up).)*\blook(?:s|ed|ing)?\b(?! up)/gi,
    kinds: names,
    instead: 'read, claim, check, find',
    // The deployed name of a policy: another name would take iam:DeleteRolePolicy at an upgrade.
    allowed: [/^looks$/i],
  },
  {
    term: 'judged / judge outside rules',
    pattern: /\bjudg(?:e|ed|es|ing)\b/gi,
    kinds: ['names', 'comments'],
    instead: 'in the IAM engine: solve, decide; elsewhere: evaluate',
    files: /^(packages\/iam|packages\/sandbox|infra|scripts)\//,
  },
  {
    term: 'place (location)',
    pattern:
      /\b(?:its|their|another|some|every|each|one|first|bad|same|wrong|right|no|own|other) places?\b|\bplaces (?:where|that|of)\b|\b(?:in|at|to) (?:a|the|this|that) place\b|\btakes? (?:the|its) place\b|\bplace (?:of|where|that)\b/gi,
    kinds: prose,
    instead:
      'position (in a text), path (in a document), location, folder; place means an account and a Region',
    allowed: [/\btakes? place\b/i, /\bin place of\b/i],
  },
  {
    term: 'way (noun)',
    pattern:
      /\b(?:the|a|no|any|every|each|one|another|its|own|this|that|only|other|either|both|same) ways?\b(?! (?:around|of life))|\bon (?:its|the|their) way\b|\bways? (?:back|out|up|in|to|of)\b|\bin the way\b/gi,
    kinds: prose,
    instead: 'route, path, inverse, means; "in which"; "in the same way" is fine',
    allowed: [
      /\bin (?:the|a|this|that) same way\b/i,
      /\bin (?:this|that) way\b/i,
      /\bother way round\b/i,
      // The glossary has "way in" for an API that lets a person into SageMaker.
      /\bways? in\b/i,
    ],
  },
  {
    term: 'way (name)',
    pattern: /\bways?\b/gi,
    kinds: names,
    instead: 'path, route, target, direction',
    allowed: [/^no way$/i, /\bgate way\b/i, /\bways? in\b/i],
  },
  {
    term: 'under way',
    pattern: /\bunder ?way\b/gi,
    kinds: everywhere,
    instead: 'in progress / running',
  },
  {
    term: 'by the way',
    pattern: /\bby the way\b|\bon the side\b/gi,
    kinds: prose,
    instead: '(leave out)',
  },
  {
    term: 'region (lower case, in prose)',
    pattern: /(?<![\w.`'"$:{-])regions?(?![\w`'"}=:-])(?! of (?:the )?code)/g,
    kinds: ['comments'],
    instead: 'Region (of AWS) or zone (of requests), cell (of values)',
  },
  {
    term: 'region in the IAM engine',
    pattern: /\bregions?\b/gi,
    kinds: names,
    instead: 'zone (of requests), cell (of values)',
    files: /^packages\/iam\/src\/(?!endpoint-question|strangers|outsiders|resource|keys|endpoint-|arn|split)/,
  },
  {
    term: 'whereabouts',
    pattern: /\bwhereabouts\b/gi,
    kinds: everywhere,
    instead: 'location; VPC of',
  },
  {
    term: 'stance',
    pattern: /\bstances?\b/gi,
    kinds: everywhere,
    instead: 'treatment / mode',
  },
  {
    term: 'who dies / dies at',
    pattern:
      /\b(?:who|worker|pass|process|function|it|that) (?:dies|died)\b|\bdies at\b|\bdiesAt\b|\bdies at\b/gi,
    kinds: everywhere,
    instead: 'crashes / crashed',
  },
  {
    term: 'is no news',
    pattern: /\bno news\b|\b(?:is|as|there is) news\b|\bnothing new\b/gi,
    kinds: everywhere,
    instead: 'has not changed / has changed',
  },
  {
    term: 'at once (immediately)',
    pattern: /(?<!(?:looked|look|judged|aimed|start|starts) )\bat once\b/gi,
    kinds: prose,
    instead: 'immediately / right away; "together" for simultaneity',
    allowed: [
      /\ball(?: \w+){0,3} at once\b/i,
      /\b(?:two|several|many|both|more than one|\d+) [\w ]*at once\b/i,
    ],
  },
  {
    term: 'hand over',
    pattern: /\bhand(?:s|ed)? over\b|\bhanding over\b|\bhandover\b/gi,
    kinds: everywhere,
    instead: 'enqueue / pass / leave to a person',
  },
  {
    term: 'brought about',
    pattern: /\b(?:brought|brings?|bringing) (?:it |them |this )?about\b/gi,
    kinds: prose,
    instead: 'caused',
  },
  {
    term: 'comes to / what it came to',
    pattern:
      /\bwhat (?:it|they|this|that|one|the \w+|an? \w+|each|every \w+) (?:comes?|came|would come) to\b/gi,
    kinds: prose,
    instead: 'result / outcome',
  },
  {
    term: 'stands in / stands there',
    pattern:
      /\b(?:stands?|stood) (?:in it|there|in the (?:file|text|template|table|ledger|document|policy))\b|\bhow (?:it|they|a finding|findings|an account|the \w+) stands?\b/gi,
    kinds: prose,
    instead: 'is / state of',
  },
  {
    term: 'lies (of a file)',
    pattern: /\b(?:where|that|which) (?:it|they)? ?(?:lies|lie)\b/gi,
    kinds: prose,
    instead: 'is / are',
  },
  {
    term: 'anew',
    pattern: /\banew\b/gi,
    kinds: prose,
    instead: 'again / afresh',
  },
  {
    term: 'besides',
    pattern: /\bbesides\b(?=\s*(?:[.;,:)]|$))/gi,
    kinds: prose,
    instead: 'in addition to / other than',
  },
  {
    term: 'as it were / as if it had never been',
    pattern: /\bas it were\b|\bas if it had never been\b/gi,
    kinds: prose,
    instead: '(say it plainly)',
  },
  {
    term: 'so many / as much (a number)',
    pattern: /\bso many(?= (?:ms|seconds|messages|items|times|bytes|characters|of)\b)/gi,
    kinds: prose,
    instead: 'the given number of / this many',
  },
  {
    term: 'speaks of / says of itself',
    pattern: /\b(?:speaks?|spoke) (?:of|against|for)\b|\bsays? of (?:itself|themselves|an?|the)\b/gi,
    kinds: prose,
    instead: 'mentions / declares',
  },
  {
    term: 'for good',
    pattern: /\bfor good\b/gi,
    kinds: prose,
    instead: 'permanently',
  },
  {
    term: 'makes good / mend',
    pattern: /\b(?:makes?|made|making) good\b|\bmend(?:s|ed|ing)?\b/gi,
    kinds: everywhere,
    instead: 'fix / correct / complete',
  },
  {
    term: 'thing (name)',
    pattern: /\bthings?\b/gi,
    kinds: names,
    instead: 'the kind of thing: target, item, resource',
  },
  {
    term: 'quiet / foresee / gone / past (names)',
    pattern: /\b(?:quiet|foresee\w*|foreseen|choice|image at rest)\b/gi,
    kinds: names,
    instead: 'silent / dryRun / staleRequest',
    allowed: [/^choice$/i],
  },
  {
    term: 'letter (dead letter)',
    pattern: /(?<!dead[ -])\bletters?\b/gi,
    kinds: everywhere,
    instead: 'dead letter / message (letter means a character)',
    allowed: [
      // The list of `palisade redrive --format json`.
      /^letters$/i,
      /\b(?:upper|lower|letter) ?cases?\b/i,
      /\bis letter\b/i,
      /\bletters? (?:and|or|,) /i,
      /\bletter cases\b/i,
      /\b(?:small|capital|one|a|first|plain|ASCII) letters?\b/i,
      /letter by letter/i,
      /dead.{0,2}letters?/i,
      /spelling/i,
    ],
    files:
      /^(adapters\/queue|cli\/(commands|output)|functions|test\/(cli|functions|e2e|faults|fakes|engine))\//,
  },
  {
    term: 'stray / rest (a state)',
    pattern: /\b(?:came|comes|come|coming) to rest\b|\bat rest\b|\bresting\b/gi,
    kinds: everywhere,
    instead: 'settled',
  },
  {
    term: 'dear (expensive)',
    pattern: /\b(?:dear|dearer|dearest)\b/gi,
    kinds: prose,
    instead: 'expensive / costly',
  },
];
