/** Returns the element of the page with this id. */
export function byId(id) {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`the page has no #${id}`)
  return element
}

/** Makes an element; text is always text, never markup. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'class') element.className = value
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

/** Shows or hides an element. */
export function show(element, visible) {
  element.hidden = !visible
}

/** Replaces an element's children, and leaves the focus where it was if its owner is still there. */
export function fill(parent, children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.id : ''
  parent.replaceChildren(...children)
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true })
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** Writes a number for people. */
export function number(value) {
  return Math.abs(value) < 100_000 ? whole.format(value) : short.format(value)
}

/** Writes a rate for people: small ones keep a digit. */
export function rate(value) {
  return value > 0 && value < 10 ? value.toFixed(1) : number(value)
}

/** Writes a length of time for people. */
export function age(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d`
}
