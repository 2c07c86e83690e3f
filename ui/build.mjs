// Builds ui/dist from ui/src and the npm packages. `manifest.json` maps the name a template uses to the file served:
// main.js, main.css, icons.svg, map.svg, font-latin-400.woff2 …, and each picture of ui/src/images by its own name.
// Files are named by content, so they may be cached for ever; .gz and .br siblings are served as they are.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import { map } from './map.mjs'
import { purged } from './purge.mjs'

const SRC = 'ui/src'
const DIST = 'ui/dist'
const ICONS = 'node_modules/@tabler/icons/icons'
const COMPRESSED = new Set(['.js', '.css', '.svg'])
const manifest = {}
const made = new Set(['manifest.json'])

function put(name, bytes) {
  const path = join(DIST, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  made.add(name)
  if (!COMPRESSED.has(extname(name))) return
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  made.add(`${name}.gz`).add(`${name}.br`)
}

function putHashed(name, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
  const file = `${basename(name, extname(name))}-${hash}${extname(name)}`
  put(file, bytes)
  manifest[name] = file
}

// The framework's styles by need.
const slim = {
  name: 'slim',
  setup: build => build.onLoad({ filter: /tabler\.css$/ }, async ({ path }) => (
    { contents: await purged(readFileSync(path, 'utf8')), loader: 'css' }
  )),
}

async function bundle() {
  const result = await esbuild.build({
    entryPoints: [`${SRC}/main.js`, `${SRC}/main.css`],
    bundle: true, splitting: true, format: 'esm', minify: true, write: false, metafile: true,
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
    outdir: DIST, entryNames: '[name]-[hash]', chunkNames: 'chunk-[hash]', assetNames: 'f/[name]-[hash]',
    loader: { '.woff2': 'file', '.svg': 'file' }, publicPath: '/assets', logLevel: 'warning', plugins: [slim],
  })
  for (const file of result.outputFiles) put(relative(DIST, file.path), file.contents)
  for (const [path, out] of Object.entries(result.metafile.outputs)) {
    const name = relative(DIST, path)
    const face = /be-vietnam-pro-(.+)-(\d+)-normal-\w+\.woff2$/.exec(name)
    if (out.entryPoint) manifest[basename(out.entryPoint)] = name
    if (face) manifest[`font-${face[1]}-${face[2]}.woff2`] = name
  }
}

// One line a name in icons.txt; `filled/star` takes the filled drawing and is used as #star-filled.
function symbol(line) {
  const [, filled, name] = /^(filled\/)?([a-z0-9-]+)$/.exec(line) ?? []
  const path = `${ICONS}/${filled ? 'filled' : 'outline'}/${name}.svg`
  if (!name || !existsSync(path)) throw new Error(`${SRC}/icons.txt: no icon is called "${line}"`)
  const drawing = readFileSync(path, 'utf8').replace(/^[^]*?<svg[^>]*>|<\/svg>\s*$/g, '')
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, '').replace(/\s*\n\s*/g, '')
  const ink = filled ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
  return `<symbol id="${name}${filled ? '-filled' : ''}" viewBox="0 0 24 24" ${ink}>${drawing}</symbol>`
}

function icons() {
  const names = readFileSync(`${SRC}/icons.txt`, 'utf8').split('\n').map(line => line.trim())
  const symbols = [...new Set(names)].filter(line => line && !line.startsWith('#')).sort().map(symbol)
  putHashed('icons.svg', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('\n')}</svg>\n`))
}

function images() {
  const folder = `${SRC}/images`
  for (const name of existsSync(folder) ? readdirSync(folder) : []) putHashed(name, readFileSync(join(folder, name)))
}

// Whole fonts for PDF: typst cannot use the subsets that pages load.
function paperFonts() {
  for (const face of ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic']) {
    put(`pdf/Tinos_${face}.ttf`, readFileSync(`node_modules/@expo-google-fonts/tinos/${face}/Tinos_${face}.ttf`))
  }
}

function sweep() {
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !made.has(relative(DIST, path))) rmSync(path)
  }
}

await bundle().catch(() => process.exit(1)) // esbuild has said why; ui/dist stays as it was
icons()
images()
putHashed('map.svg', map())
paperFonts()
writeFileSync(join(DIST, 'manifest.json'), JSON.stringify(manifest, Object.keys(manifest).sort(), 1) + '\n')
sweep()
