const SVG = 'http://www.w3.org/2000/svg'
const WIDTH = 120
const HEIGHT = 30

function path(d, name) {
  const element = document.createElementNS(SVG, 'path')
  element.setAttribute('d', d)
  if (name !== '') element.setAttribute('class', name)
  return element
}

/** Draws the last values as a line; what they are is said beside it. */
export function sparkline(values) {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('class', 'spark')
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`)
  svg.setAttribute('preserveAspectRatio', 'none')
  svg.setAttribute('aria-hidden', 'true')
  const most = Math.max(1, ...values)
  const start = WIDTH - values.length
  const points = values.map((value, index) => {
    const y = HEIGHT - 1.5 - (value / most) * (HEIGHT - 4)
    return `${start + index + 1} ${y.toFixed(2)}`
  })
  if (points.length > 1) {
    const line = `M${points.join('L')}`
    svg.append(path(`${line}V${HEIGHT}H${start + 1}Z`, 'area'), path(line, ''))
  }
  return svg
}
