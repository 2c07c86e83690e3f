// The map of the country as a sprite: a path a province of the 63 (and an archipelago), in whole numbers.
// The drawing comes from the package @svg-maps/vietnam (CC BY 4.0); pages that show it must say so.
import { readFileSync } from 'node:fs'

const SOURCE = 'node_modules/@svg-maps/vietnam/vietnam.svg'
const STEP = 0.5 // a point of the sprite in points of the drawing, which is 812 × 873: finer than a screen shows
const NEAR = 0.45 // a corner that lies nearer than this to the line between its neighbours is left out

// The outlines of a path as rings of absolute points.
function rings(path) {
  const tokens = path.match(/[a-z]|-?[\d.]+(?:e-?\d+)?/gi)
  const found = []
  let [x, y, command, ring, at] = [0, 0, '', [], 0]
  const next = () => Number(tokens[at++])
  while (at < tokens.length) {
    if (/^[a-z]/i.test(tokens[at])) {
      command = tokens[at++]
      if (/z/i.test(command)) { [x, y] = ring[0]; continue }
      if (/m/i.test(command)) found.push(ring = [])
    }
    if (!/[mlhvc]/i.test(command)) throw new Error(`${SOURCE}: a path has the command "${command}"`)
    const from = command === command.toLowerCase() ? [x, y] : [0, 0]
    if (/c/i.test(command)) at += 4 // of the few small curves only the end matters
    if (/h/i.test(command)) x = from[0] + next()
    else if (/v/i.test(command)) y = from[1] + next()
    else [x, y] = [from[0] + next(), from[1] + next()]
    ring.push([x, y])
    if (command === 'm') command = 'l'
    if (command === 'M') command = 'L'
  }
  return found
}

// Douglas and Peucker: keeps the corners that matter. Neighbours share their border's points, so they keep the same ones
// but near the ends; the pages draw each shape with a thin edge of its own colour, which covers what is left.
function simpler(points) {
  if (points.length < 3) return points
  const [[ax, ay], [bx, by]] = [points[0], points.at(-1)]
  const length = Math.hypot(bx - ax, by - ay)
  let [far, where] = [0, 0]
  points.forEach(([x, y], index) => {
    const away = length ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length : Math.hypot(x - ax, y - ay)
    if (away > far) [far, where] = [away, index]
  })
  if (far < NEAR) return [points[0], points.at(-1)]
  return [...simpler(points.slice(0, where + 1)), ...simpler(points.slice(where)).slice(1)]
}

function drawn(ring) {
  const whole = simpler(ring).map(([x, y]) => [Math.round(x / STEP), Math.round(y / STEP)])
  const kept = whole.filter(([x, y], index) => !index || x !== whole[index - 1][0] || y !== whole[index - 1][1])
  if (kept.length < 3) kept.push([kept[0][0] + 1, kept[0][1]], [kept[0][0], kept[0][1] + 1]) // an islet stays visible
  let text = `M${kept[0].join(' ')}l`
  for (let index = 1; index < kept.length; index++) {
    const [dx, dy] = [kept[index][0] - kept[index - 1][0], kept[index][1] - kept[index - 1][1]]
    text += `${index > 1 && dx >= 0 ? ' ' : ''}${dx}${dy < 0 ? '' : ' '}${dy}`
  }
  return `${text}z`
}

// The sprite; its ids are those of the package, which core/comparison/provinces.toml names.
export function map() {
  const shapes = [...readFileSync(SOURCE, 'utf8').matchAll(/<path\s+id="(\w+)"[^>]*?\sd="([^"]+)"/g)]
  const paths = shapes.map(([, id, path]) => `<path id="${id}" d="${rings(path).map(drawn).join('')}"/>`)
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">\n${paths.join('\n')}\n</svg>\n`)
}
