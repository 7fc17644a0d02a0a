/**
 * The folders of renderer/features seen by themselves. A cruise of the whole would call every import between two of
 * them a circle, since app/ takes the features up and they know app/; so this one is done over features/ alone.
 */
const whole = require('./.dependency-cruiser.cjs');

module.exports = {
  forbidden: [{ name: 'features-without-circles', comment: 'Features never import each other in a circle.', severity: 'error', scope: 'folder', from: {}, to: { circular: true } }],
  options: { ...whole.options, includeOnly: { path: '^renderer/features/[^/]+/' } },
};
