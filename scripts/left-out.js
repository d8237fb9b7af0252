const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`

const byReason = (leftOut, noun) =>
  [...new Set(leftOut.map(({ reason }) => reason))].map((reason) => {
    const titles = leftOut.filter((one) => one.reason === reason).map(({ title }) => title)
    return `left out: ${count(titles.length, noun)} (${titles.join(', ')}): ${reason}`
  })

/**
 * Counts and names what was not tested, a line for each reason.
 *
 * @param {import('./reports.js').LeftOut[]} suites those that did not run at all
 * @param {import('./reports.js').LeftOut[]} tests single tests of the others
 * @returns {string[]}
 */
export const leftOutLines = (suites, tests) => [
  ...byReason(suites, 'suite'),
  ...byReason(tests, 'test'),
]
