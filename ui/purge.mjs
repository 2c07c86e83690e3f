// Leaves out of Tabler's stylesheet what no page of ours can ask for: a rule stays as soon as each of its words occurs
// anywhere in a template, a page's Python, a script or a pack. Our own styles (`rl-…`, whose names templates put
// together) are not touched.
import { readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { PurgeCSS } from 'purgecss'

const SPEAKING = ['ui/templates', 'ui/src/js', 'ui/pages', 'ui', 'plugins']
const KINDS = new Set(['.html', '.py', '.js'])

function* files(folder, deep) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && deep) yield* files(path, deep)
    else if (entry.isFile() && KINDS.has(extname(entry.name))) yield path
  }
}

/** The stylesheet without the rules that nothing speaks of. */
export async function purged(css) {
  const content = SPEAKING.flatMap(folder => [...files(folder, folder !== 'ui')])
    .map(path => ({ raw: readFileSync(path, 'utf8'), extension: extname(path).slice(1) }))
  const [result] = await new PurgeCSS().purge({ content, css: [{ raw: css }], keyframes: true, fontFace: true })
  return result.css
}
