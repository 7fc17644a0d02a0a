/** The longest topic that MQTT can carry, octets of UTF-8. */
const MAX_OCTETS = 65_535;

/** What is wrong with a topic filter (MQTT 3.1.1 section 4.7, from memory), in plain words; null when nothing is. */
export function filterProblem(filter: string): string | null {
  const problem = textProblem(filter);
  if (problem !== null) return problem;
  const levels = filter.split('/');
  for (const [at, level] of levels.entries()) {
    if (level.includes('#') && (level !== '#' || at !== levels.length - 1)) return '# stands alone, as the last level';
    if (level.includes('+') && level !== '+') return '+ stands alone on its level';
  }
  return null;
}

/** What is wrong with a topic that is published to. */
export function topicProblem(topic: string): string | null {
  return textProblem(topic) ?? (hasWildcard(topic) ? 'a topic to publish to has no + and no #' : null);
}

function textProblem(topic: string): string | null {
  if (topic === '') return 'a topic is needed';
  if (topic.includes('\0')) return 'a topic has no character of code 0';
  return Buffer.byteLength(topic) > MAX_OCTETS ? `a topic has at most ${String(MAX_OCTETS)} octets` : null;
}

export function hasWildcard(filter: string): boolean {
  return /[+#]/.test(filter);
}

/** Whether a message of this topic is one that the filter asks for. Wildcards at the front leave out `$SYS` and its like. */
export function matches(filter: string, topic: string): boolean {
  if (filter === topic) return true;
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true;
    if (at >= levels.length || (level !== '+' && level !== levels[at])) return false;
  }
  return wanted.length === levels.length;
}

/** A topic below a base; the base may end with a slash or not. */
export function joinTopic(base: string, topic: string): string {
  return base === '' ? topic : `${base.replace(/\/$/, '')}/${topic}`;
}
